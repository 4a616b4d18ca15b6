package dev.kyoto.tls;

/** Who polls a stream: at most one of each at a time, perhaps at once. A handshake, which is alone, goes by the first. */
enum Side {
    READER,
    WRITER
}
