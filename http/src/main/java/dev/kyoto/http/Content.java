package dev.kyoto.http;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of one message, as it lies in the connection: it knows where the body ends. Bytes are looked at first and then taken.
 */
abstract sealed class Content {
    /** As many bytes as are taken until the peer closes the connection. */
    private static final long UNTIL_CLOSED = -1;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    final Input input;

    private Content(Input input) {
        this.input = input;
    }

    static Content ofLength(Input input, long length) {
        return new Plain(input, length);
    }

    static Content untilClosed(Input input) {
        return new Plain(input, UNTIL_CLOSED);
    }

    static Content chunked(Input input, int maxTrailers, int maxTrailerFields) {
        return new Chunked(input, maxTrailers, maxTrailerFields);
    }

    /** How many bytes there are still to come, or -1 if that is not known. */
    abstract long left();

    /** Whether all of it was taken, and what stands around it too. */
    abstract boolean isAtEnd();

    /**
     * Waits for bytes.
     *
     * @return ready with some, until the next call; with none at the end
     * @throws EOFException if the peer has left before the end
     * @throws HttpException if what stands around the bytes is malformed
     */
    abstract Poll<ByteBuffer> pollShow(Context cx) throws IOException;

    /** Takes the first {@code count} bytes of those that were shown. */
    abstract void take(int count);

    /** What is shown of {@code arrived}, which are not empty, of a part of {@code left} bytes. */
    static void limit(ByteBuffer arrived, long left) {
        if (left < arrived.remaining()) {
            arrived.limit(arrived.position() + (int) left);
        }
    }

    /** Of a length that is known, or until the connection is closed. */
    private static final class Plain extends Content {
        private long left;

        Plain(Input input, long length) {
            super(input);
            this.left = length;
        }

        @Override
        long left() {
            return left;
        }

        @Override
        boolean isAtEnd() {
            return left == 0;
        }

        @Override
        Poll<ByteBuffer> pollShow(Context cx) throws IOException {
            if (left == 0) {
                return Poll.ready(NOTHING);
            }
            Poll<ByteBuffer> poll = input.pollFill(cx, 1);
            if (poll.isReady()) {
                ByteBuffer arrived = poll.value();
                if (left > 0) {
                    if (!arrived.hasRemaining()) {
                        throw new EOFException(
                                "The connection was closed " + left + " bytes before the end of a body.");
                    }
                    limit(arrived, left);
                } else if (!arrived.hasRemaining()) {
                    left = 0;
                }
            }
            return poll;
        }

        @Override
        void take(int count) {
            input.consume(count);
            if (left > 0) {
                left -= count;
            }
        }
    }

    /**
     * In chunks, each with its length before it: {@code SIZE} → {@code DATA} → {@code DATA_END} → {@code SIZE} and so on, until a
     * chunk of no length leads to {@code TRAILERS} and these to {@code END}.
     */
    private static final class Chunked extends Content {
        private enum State {
            SIZE,
            DATA,
            DATA_END,
            TRAILERS,
            END
        }

        /** How long the line before a chunk may be. Extensions, which nobody uses, may stand there; they are skipped. */
        private static final int LONGEST_LINE = 128;

        /**
         * How many bytes of extensions all chunks may have together: else who sends bytes one by one makes a reader work for many
         * times more than the limit of the body.
         */
        private static final int MOST_EXTENSIONS = 16 << 10;

        /** So many digits of a length are taken: 2<sup>60</sup> is enough. */
        private static final int MOST_DIGITS = 15;

        private final HeadScanner trailers;
        private final int maxTrailerFields;
        private State state = State.SIZE;

        /** In {@code SIZE}: how much of the line was looked at. */
        private int lineSeen;

        /** In {@code DATA}: how many bytes of the chunk were not taken. */
        private long left;

        private int extensions;

        Chunked(Input input, int maxTrailers, int maxTrailerFields) {
            super(input);
            this.trailers = HeadScanner.ofFields(maxTrailers);
            this.maxTrailerFields = maxTrailerFields;
        }

        @Override
        long left() {
            return state == State.END ? 0 : -1;
        }

        @Override
        boolean isAtEnd() {
            return state == State.END;
        }

        @Override
        Poll<ByteBuffer> pollShow(Context cx) throws IOException {
            while (state != State.END) {
                Poll<ByteBuffer> poll = input.pollFill(cx, wanted());
                if (poll.isPending()) {
                    return poll;
                }
                ByteBuffer arrived = poll.value();
                if (arrived.remaining() < wanted()) {
                    throw new EOFException("The connection was closed before the last chunk of a body.");
                }
                switch (state) {
                    case SIZE -> size(arrived);
                    case DATA -> {
                        limit(arrived, left);
                        return poll;
                    }
                    case DATA_END -> endOfData(arrived);
                    case TRAILERS -> trailers(arrived);
                    case END -> throw new AssertionError("the loop has ended");
                }
            }
            return Poll.ready(NOTHING);
        }

        /** How many bytes have to be there for a step forward. */
        private int wanted() {
            return switch (state) {
                case SIZE -> lineSeen + 1;
                case DATA_END -> 2;
                case TRAILERS -> trailers.scanned() + 1;
                case DATA, END -> 1;
            };
        }

        private void size(ByteBuffer arrived) throws HttpException {
            int start = arrived.position();
            for (int at = start + lineSeen; at < arrived.limit(); at++) {
                byte b = arrived.get(at);
                if (b == '\n') {
                    int length = at + 1 - start;
                    if (length < 3 || arrived.get(at - 1) != '\r') {
                        throw malformed("ends wrongly");
                    }
                    left = number(arrived, start, at - 1);
                    state = left == 0 ? State.TRAILERS : State.DATA;
                    lineSeen = 0;
                    input.consume(length);
                    return;
                }
                if (at - start >= LONGEST_LINE) {
                    throw malformed("is longer than " + LONGEST_LINE + " bytes");
                }
            }
            lineSeen = arrived.remaining();
        }

        private long number(ByteBuffer line, int start, int end) throws HttpException {
            long number = 0;
            int at = start;
            for (int digit; at < end && (digit = Syntax.hexDigit(line.get(at))) >= 0; at++) {
                if (at - start == MOST_DIGITS) {
                    throw malformed("has too many digits");
                }
                number = number << 4 | digit;
            }
            if (at == start || at < end && line.get(at) != ';') {
                throw malformed("does not begin with a hexadecimal number");
            }
            extensions += end - at;
            if (extensions > MOST_EXTENSIONS) {
                throw new HttpException(400, "The extensions of chunks have more than " + MOST_EXTENSIONS + " bytes.");
            }
            for (; at < end; at++) {
                if (!Syntax.isValueByte(line.get(at))) {
                    throw malformed("has a control character");
                }
            }
            return number;
        }

        private static HttpException malformed(String problem) {
            return new HttpException(400, "The line before a chunk " + problem + ".");
        }

        private void endOfData(ByteBuffer arrived) throws HttpException {
            int start = arrived.position();
            if (arrived.get(start) != '\r' || arrived.get(start + 1) != '\n') {
                throw new HttpException(400, "A chunk is longer than the line before it says.");
            }
            input.consume(2);
            state = State.SIZE;
        }

        /** They are checked, and forgotten, as RFC 9110 allows: what they say comes too late for most. */
        private void trailers(ByteBuffer arrived) throws HttpException {
            int length = trailers.scan(arrived);
            if (length >= 0) {
                byte[] fields = input.take(arrived, length);
                new HeadParser(fields, maxTrailerFields).fields();
                state = State.END;
            }
        }

        @Override
        void take(int count) {
            input.consume(count);
            left -= count;
            if (left == 0) {
                state = State.DATA_END;
            }
        }
    }
}
