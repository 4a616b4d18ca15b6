/** Frames of bytes and bytes of frames, as streams and sinks. */
module dev.kyoto.codec {
    requires transitive dev.kyoto;
    requires static transitive org.jspecify;

    exports dev.kyoto.codec;
}
