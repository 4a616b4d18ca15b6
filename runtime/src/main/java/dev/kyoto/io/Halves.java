package dev.kyoto.io;

import java.util.Objects;

/**
 * The two directions of a connection, for a task each; or the two ends of a {@linkplain ByteStreams#simplex pipe}.
 *
 * @param reader where bytes come from
 * @param writer where bytes go
 */
public record Halves(AsyncRead reader, AsyncWrite writer) {
    public Halves {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(writer, "writer");
    }
}
