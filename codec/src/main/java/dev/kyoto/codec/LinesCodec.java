package dev.kyoto.codec;

import dev.kyoto.io.AsyncBufRead;
import dev.kyoto.io.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines of text in UTF-8, ended by a line feed, with or without a carriage return before it; the last one may lack that.
 * Sent, each is ended by a line feed.
 *
 * <p>A line that is no UTF-8 is a {@link MalformedFrameException}, one that is longer than allowed a
 * {@link LimitExceededException}, and either is the end of a stream of lines. {@link #skippingTooLong} goes on instead.
 */
public final class LinesCodec implements Codec<String, String> {
    private static final byte[] LINE_FEED = {'\n'};

    private final Delimited lines;
    private final int maxLength;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    /** Lines of up to {@link AsyncBufRead#DEFAULT_MAX_LINE} bytes. */
    public LinesCodec() {
        this(AsyncBufRead.DEFAULT_MAX_LINE);
    }

    /**
     * @param maxLength how many bytes, not characters, a line may have
     * @throws IllegalArgumentException if that is negative
     */
    public LinesCodec(int maxLength) {
        this(maxLength, null);
    }

    private LinesCodec(int maxLength, @Nullable Consumer<? super LimitExceededException> onTooLong) {
        this.lines = new Delimited(LINE_FEED, maxLength, onTooLong);
        this.maxLength = maxLength;
    }

    /**
     * A codec that leaves out lines which are too long, and goes on with the next.
     *
     * @param onTooLong is told of each, before the rest of it has come
     */
    public LinesCodec skippingTooLong(Consumer<? super LimitExceededException> onTooLong) {
        return new LinesCodec(maxLength, Objects.requireNonNull(onTooLong, "onTooLong"));
    }

    @Override
    public @Nullable String decode(ByteBuffer bytes) throws IOException {
        return lines.decode(bytes, false, this::text);
    }

    @Override
    public @Nullable String decodeEof(ByteBuffer bytes) throws IOException {
        return lines.decode(bytes, true, this::text);
    }

    private String text(ByteBuffer line) throws IOException {
        int last = line.limit() - 1;
        if (line.hasRemaining() && line.get(last) == '\r') {
            line.limit(last);
        }
        try {
            return decoder.decode(line).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException(
                    "Byte " + line.position()
                            + " of a line is no UTF-8. Is it text? Lines in another charset are for AnyDelimiterCodec, and to be"
                            + " decoded then.",
                    e);
        }
    }

    @Override
    public void encode(String line, OutputBuffer out) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        out.reserve(bytes.length + 1).put(bytes).put((byte) '\n');
    }
}
