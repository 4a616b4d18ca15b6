/** Futures, the async block, combinators, channels and locks: everything that needs no executor but {@code blockOn}. */
module dev.kyoto.futures {
    requires static transitive org.jspecify;

    exports dev.kyoto.futures;
    exports dev.kyoto.futures.stream;
    exports dev.kyoto.futures.sync;
}
