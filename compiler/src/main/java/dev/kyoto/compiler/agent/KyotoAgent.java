package dev.kyoto.compiler.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** The way in for {@code java -javaagent:kyoto-compiler.jar}. It takes no arguments. */
public final class KyotoAgent {
    private KyotoAgent() {}

    /** Called by the JVM before the program's main method. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new LoadedClassTransformer());
    }
}
