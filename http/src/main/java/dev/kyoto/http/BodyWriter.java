package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends bodies behind their heads. Small ones, and small pieces, are copied to what waits to be sent; large ones are sent as they are,
 * together with what waits.
 */
final class BodyWriter {
    /** Waits for the next piece on behalf of a connection, which has something to do meanwhile, and may be {@link LostException lost}. */
    interface Attendance {
        Future<@Nullable ByteBuffer> attend(Future<@Nullable ByteBuffer> next);
    }

    /** What is shorter costs less to copy than to send by itself. */
    private static final int LONGEST_COPIED = 8 << 10;

    /** What waits is sent when so much has piled up, although more is there: it bounds the memory that one connection takes. */
    static final int ENOUGH = 32 << 10;

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

    private BodyWriter() {}

    /** Puts a body that is small and in memory behind its head; false for another one, which has to be {@linkplain #send sent}. */
    static boolean putSmall(Body body, Output output) {
        ByteBuffer memory = body.memory();
        if (memory == null || memory.remaining() > LONGEST_COPIED) {
            return false;
        }
        output.put(memory);
        return true;
    }

    /**
     * Sends a body, but for what waits in {@code output} at the end. Fails with {@link BodyException} if the body is at fault, and
     * with another {@link IOException} if the connection is lost.
     */
    @CancelUnsafe("how much was sent, without which the connection cannot go on")
    static Future<@Nullable Void> send(Body body, boolean isChunked, Output output, Attendance attendance) {
        ByteBuffer memory = body.memory();
        return memory == null
                ? sendStream(body, isChunked, output, attendance)
                : output.send(memory.asReadOnlyBuffer());
    }

    private static Future<@Nullable Void> sendStream(
            Body body, boolean isChunked, Output output, Attendance attendance) {
        return async(() -> {
            try (var pieces = open(body)) {
                long sent = 0;
                ByteBuffer piece;
                while ((piece = next(pieces, attendance).await()) != null) {
                    int count = piece.remaining();
                    sent += count;
                    if (count == 0) {
                        continue; // a chunk of no length would be the last
                    }
                    if (!isChunked) {
                        requireLength(body, sent <= body.length(), "more");
                    } else {
                        output.put(Integer.toHexString(count));
                        output.endLine();
                    }
                    if (count > LONGEST_COPIED) {
                        output.send(piece).await();
                    } else {
                        output.put(piece);
                    }
                    if (isChunked) {
                        output.endLine();
                    }
                    if (output.waiting() > ENOUGH) {
                        output.flush().await();
                    }
                }
                if (isChunked) {
                    output.put(LAST_CHUNK);
                } else {
                    requireLength(body, sent == body.length(), "only " + sent);
                }
            }
        });
    }

    private static Future<@Nullable ByteBuffer> next(Stream<ByteBuffer> pieces, Attendance attendance) {
        return async(() -> {
            try {
                return attendance.attend(pieces.next()).await();
            } catch (LostException e) {
                throw e;
            } catch (Exception e) {
                throw new BodyException(e);
            }
        });
    }

    private static Stream<ByteBuffer> open(Body body) throws BodyException {
        try {
            return body.stream();
        } catch (IllegalStateException readBefore) {
            throw new BodyException(readBefore);
        }
    }

    private static void requireLength(Body body, boolean isRight, String found) throws BodyException {
        if (!isRight && body.length() >= 0) {
            throw new BodyException(new IOException("The body was to have " + body.length() + " bytes, and has " + found
                    + ". Body.of(stream, length) has to be told the true length."));
        }
    }
}
