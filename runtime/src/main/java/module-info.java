/** The Kyoto runtime: tasks on a work-stealing scheduler, timers, and a pool for code that blocks. */
module dev.kyoto {
    requires transitive dev.kyoto.futures;
    requires static transitive org.jspecify;

    exports dev.kyoto;
    exports dev.kyoto.net;
    exports dev.kyoto.signal;
    exports dev.kyoto.task;
    exports dev.kyoto.time;
}
