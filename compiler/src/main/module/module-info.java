/**
 * The javac plugin that turns async blocks into state machines. Exports nothing: it is found as services, and by the JVM as
 * an agent.
 */
module dev.kyoto.compiler {
    // Though jdk.compiler passes it on: in a JVM that was not started as javac, JDK 17 overlooks that.
    requires java.compiler;
    requires jdk.compiler;
    requires static java.instrument;
    requires static org.jspecify;

    provides com.sun.source.util.Plugin with
            dev.kyoto.compiler.KyotoPlugin;
    provides javax.annotation.processing.Processor with
            dev.kyoto.compiler.FilerProcessor;
}
