/** The mapped diagnostic context of a log, which follows a task from thread to thread. */
module dev.kyoto.slf4j {
    requires transitive dev.kyoto;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.kyoto.slf4j;
}
