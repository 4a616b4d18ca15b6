/** A small Redis server and client on Kyoto, written to be read. */
module dev.kyoto.redis {
    requires java.management;
    requires static transitive org.jspecify;

    exports dev.kyoto.redis.protocol;
}
