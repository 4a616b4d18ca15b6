package dev.kyoto.codec;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import dev.kyoto.io.AsyncBufRead;
import dev.kyoto.io.AsyncRead;
import dev.kyoto.io.BufReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a reader brings, as a stream. It owns the reader, and closes it at its own end.
 *
 * <p>Frames are decoded straight from the reader's buffer, which grows when a frame is longer: so a decoder of a protocol with
 * strangers refuses frames that are too long. For what it says that it {@linkplain Decoder#needed needs}, a {@link BufReader} makes
 * room at once up to 64 KiB, and beyond that as it comes: a long frame that is only announced takes no memory.
 *
 * <p><b>The end.</b> Where the reader fails, and where the decoder refuses what came, this stream fails and has ended:
 * its next element is null, every time. So does a reader that ends in the middle of a frame: with {@link EOFException},
 * which says how many bytes were left.
 *
 * <p><b>Cancel safety.</b> A dropped {@code next()} loses nothing: bytes stay in the reader's buffer until a frame is whole.
 *
 * @param <T> the type of the frames
 */
public final class FramedRead<T> extends AbstractStream<T> {
    private final AsyncBufRead reader;
    private final Decoder<T> decoder;

    /** How many bytes the decoder wants to see. */
    private int wanted = 1;

    private boolean readerHasEnded;
    private boolean readerIsGivenAway;

    /** @param reader is given a buffer, unless it is an {@link AsyncBufRead} */
    public FramedRead(AsyncRead reader, Decoder<T> decoder) {
        Objects.requireNonNull(reader, "reader");
        this.reader = reader instanceof AsyncBufRead buffered ? buffered : new BufReader(reader);
        this.decoder = Objects.requireNonNull(decoder, "decoder");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws IOException {
        while (true) {
            Poll<ByteBuffer> poll = reader.pollFill(cx, wanted);
            if (poll.isPending()) {
                return Poll.pending();
            }
            ByteBuffer bytes = poll.value().order(ByteOrder.BIG_ENDIAN); // the last decoder may have changed it
            readerHasEnded |= bytes.remaining() < wanted;
            wanted = 1;
            int before = bytes.remaining();
            T frame = readerHasEnded ? decoder.decodeEof(bytes) : decoder.decode(bytes);
            int left = bytes.remaining();
            reader.consume(before - left);
            if (frame != null) {
                return readyWith(frame);
            }
            if (readerHasEnded) {
                if (left == 0) {
                    return end();
                }
                throw new EOFException("The stream ended in the middle of a frame: " + left
                        + " bytes are left that are none. Its sender has ended early, or speaks another protocol.");
            }
            wanted = Math.max(left + 1, decoder.needed(left));
        }
    }

    /** Ends this stream, and yields its reader with all that has arrived and was not decoded: for another protocol. */
    AsyncBufRead release() {
        readerIsGivenAway = true;
        close();
        return reader;
    }

    @Override
    protected void released() {
        if (!readerIsGivenAway) {
            reader.close();
        }
    }

    @Override
    protected String describe() {
        return "The stream of frames of " + reader;
    }
}
