package dev.kyoto.codec;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractSink;
import dev.kyoto.io.AsyncWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sink of frames that are written to a writer. It owns the writer, and shuts it down when it {@linkplain #finish finishes}.
 *
 * <p>A frame is encoded when it is sent, into a buffer. It has room for a frame as long as fewer than
 * {@value #BACKPRESSURE_BOUNDARY} bytes wait in it; then a sender waits until fewer do. So frames that are
 * {@linkplain #feed fed} go out together.
 *
 * <p><b>Cancel safety.</b> A dropped send has sent its frame whole, later if not yet, or not at all.
 *
 * @param <T> the type of the frames
 */
public final class FramedWrite<T> extends AbstractSink<T> {
    /** From so many bytes on, a sender waits. Tokio's value. */
    static final int BACKPRESSURE_BOUNDARY = 8 << 10;

    private final AsyncWrite writer;
    private final Encoder<T> encoder;
    private final OutputBuffer out;
    private boolean writerIsGivenAway;

    public FramedWrite(AsyncWrite writer, Encoder<T> encoder) {
        this(writer, encoder, new OutputBuffer());
    }

    FramedWrite(AsyncWrite writer, Encoder<T> encoder, OutputBuffer out) {
        this.writer = Objects.requireNonNull(writer, "writer");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.out = out;
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws IOException {
        return out.size() < BACKPRESSURE_BOUNDARY || isWritten(cx) ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void accept(T frame) throws IOException {
        encoder.encode(frame, out);
    }

    @Override
    protected Poll<@Nullable Void> stepFlush(Context cx) throws IOException {
        return isWritten(cx) ? writer.pollFlush(cx) : Poll.pending();
    }

    @Override
    protected Poll<@Nullable Void> stepFinish(Context cx) throws IOException {
        return isWritten(cx) ? writer.pollShutdown(cx) : Poll.pending();
    }

    private boolean isWritten(Context cx) throws IOException {
        while (out.size() > 0) {
            ByteBuffer unsent = out.unsent();
            int before = unsent.remaining();
            if (writer.pollWrite(cx, unsent).isPending()) {
                return false;
            }
            if (unsent.remaining() == before) {
                throw new IOException(
                        writer + " said that it had written, and took nothing. A pollWrite that can take nothing"
                                + " returns pending, or throws.");
            }
            out.sent(before - unsent.remaining());
        }
        return true;
    }

    AsyncWrite writer() {
        return writer;
    }

    /** Ends this sink, and yields the bytes that were not written. */
    OutputBuffer release() {
        writerIsGivenAway = true;
        close();
        return out;
    }

    @Override
    protected void released() {
        if (!writerIsGivenAway) {
            writer.close();
        }
    }

    @Override
    protected String describe() {
        return "The sink of frames to " + writer;
    }
}
