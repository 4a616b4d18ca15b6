/** Dumps the runtimes of a running program, which need not be prepared for it. */
module dev.kyoto.attach {
    requires transitive java.instrument;
    requires jdk.attach;
    requires static transitive org.jspecify;

    exports dev.kyoto.attach;
}
