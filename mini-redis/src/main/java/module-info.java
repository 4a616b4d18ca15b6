/** A small Redis server and client on Kyoto, written to be read. */
module dev.kyoto.redis {
    requires transitive dev.kyoto;
    requires info.picocli;
    requires java.management;
    requires static transitive org.jspecify;

    exports dev.kyoto.redis;
    exports dev.kyoto.redis.protocol;

    opens dev.kyoto.redis to
            info.picocli;
}
