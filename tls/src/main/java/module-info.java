/** TLS over any stream of bytes. */
module dev.kyoto.tls {
    requires transitive dev.kyoto;
    requires static transitive org.jspecify;

    exports dev.kyoto.tls;
}
