/** An HTTP/1.1 server with a small router, and a client. */
module dev.kyoto.http {
    requires transitive dev.kyoto;
    requires static transitive org.jspecify;

    exports dev.kyoto.http;
}
