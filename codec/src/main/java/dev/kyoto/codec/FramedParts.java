package dev.kyoto.codec;

import dev.kyoto.io.AsyncBufRead;
import dev.kyoto.io.AsyncWrite;
import java.nio.ByteBuffer;

/** A connection between two protocols: what {@link Framed#intoParts} leaves. Whoever has it closes reader and writer. */
public final class FramedParts {
    private final AsyncBufRead reader;
    private final AsyncWrite writer;
    private final OutputBuffer unsent;

    FramedParts(AsyncBufRead reader, AsyncWrite writer, OutputBuffer unsent) {
        this.reader = reader;
        this.writer = writer;
        this.unsent = unsent;
    }

    /** The connection's bytes, beginning with those that have arrived and were not decoded. */
    public AsyncBufRead reader() {
        return reader;
    }

    /** Where bytes go, after {@link #unwritten}. */
    public AsyncWrite writer() {
        return writer;
    }

    /** A read-only view of what was encoded and not written. None, after a flush. */
    public ByteBuffer unwritten() {
        return unsent.unsent().asReadOnlyBuffer();
    }

    OutputBuffer unsent() {
        return unsent;
    }
}
