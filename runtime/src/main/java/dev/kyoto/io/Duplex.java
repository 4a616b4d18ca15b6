package dev.kyoto.io;

import java.util.Objects;

/**
 * The two ends of a connection in memory: what is written to one is read from the other. Closing an end is what a
 * socket's close is: the other end reads the end of the stream, and can write no more.
 */
public record Duplex(AsyncReadWrite first, AsyncReadWrite second) {
    public Duplex {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
    }
}
