/** The Kyoto runtime: tasks on a work-stealing scheduler, timers, and a pool for code that blocks. */
module dev.kyoto {
    requires transitive dev.kyoto.futures;
    requires static transitive org.jspecify;
    requires static java.management; // what it tells of blocked threads is welcome, and not needed

    uses dev.kyoto.RuntimeExtension;

    exports dev.kyoto;
    exports dev.kyoto.dump;
    exports dev.kyoto.io;
    exports dev.kyoto.fs;
    exports dev.kyoto.net;
    exports dev.kyoto.process;
    exports dev.kyoto.signal;
    exports dev.kyoto.task;
    exports dev.kyoto.time;
    exports dev.kyoto.tracing;
}
