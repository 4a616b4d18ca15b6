package dev.kyoto.redis.protocol;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads any frame of RESP 2 and 3, as a client does. Where bytes are missing it remembers the aggregates that are open, and
 * goes on there when they have come. Attributes (auxiliary data before a reply) are read and left out. Streamed types,
 * which Redis does not send, are refused.
 */
public final class FrameParser {
    private static final int NONE = -1;

    private final InputBuffer in;
    private final Limits limits;

    /** The aggregates being read, innermost first. */
    private final Deque<Aggregate> open = new ArrayDeque<>();

    /** Type and length of the bulk string whose header was read, or NONE. */
    private char bulkType;

    private int bulkLength = NONE;

    /** Bytes of the outermost frame so far. */
    private long frameLength;

    public FrameParser(InputBuffer in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * The next complete frame, or null when the buffer holds none.
     *
     * @throws ProtocolException if what was sent is no frame; the rest of the buffer has no meaning then
     */
    public @Nullable Frame next() throws ProtocolException {
        while (true) {
            Frame frame = null;
            if (bulkLength != NONE) {
                if (in.available() < bulkLength + 2) {
                    return null;
                }
                frame = readBulk();
            } else {
                int line = in.isEmpty() ? -1 : in.lineLength(limits.lineLength(), "line");
                if (line == -1) {
                    return null;
                }
                frame = readLine(line);
            }
            frame = place(frame);
            if (frame != null) {
                frameLength = 0;
                return frame;
            }
        }
    }

    /** Puts a frame into the aggregate it belongs to, closing those that are full; returns the outermost one if closed. */
    private @Nullable Frame place(@Nullable Frame frame) throws ProtocolException {
        while (true) {
            Aggregate parent = open.peek();
            if (frame != null) {
                if (parent == null) {
                    return frame;
                }
                parent.elements.add(frame);
            }
            if (parent == null || !parent.isFull()) {
                return null;
            }
            open.pop();
            frame = parent.toFrame();
        }
    }

    /** Reads a line of {@code length} bytes: a whole frame; or a header, then null is returned. */
    private @Nullable Frame readLine(int length) throws ProtocolException {
        char type = (char) (in.peek() & 0xff);
        count(length + 1L);
        Frame frame;
        switch (type) {
            case '$', '=', '!' -> frame = openBulk(type, in.header(length, "bulk length"));
            case '*', '%', '~', '>', '|' -> frame = openAggregate(type, in.header(length, "multibulk length"));
            case ':' -> frame = new Frame.Int(in.header(length, "integer"));
            default -> frame = scalar(type, text(length));
        }
        in.skip(length + 1);
        return frame;
    }

    private @Nullable Frame openBulk(char type, long length) throws ProtocolException {
        if (length == -1 && type == '$') {
            return new Frame.Null();
        }
        if (length < 0 || length > limits.bulkLength()) {
            throw new ProtocolException("invalid bulk length");
        }
        count(length + 2);
        bulkType = type;
        bulkLength = (int) length;
        return null;
    }

    private @Nullable Frame openAggregate(char type, long size) throws ProtocolException {
        if (size == -1 && type == '*') {
            return new Frame.Null();
        }
        int each = type == '%' || type == '|' ? 2 : 1;
        if (size < 0 || size > limits.elements() / each) {
            throw new ProtocolException("invalid multibulk length");
        }
        if (open.size() == limits.depth()) {
            throw new ProtocolException("nested deeper than " + limits.depth());
        }
        open.push(new Aggregate(type, (int) size * each));
        return null;
    }

    private Frame readBulk() throws ProtocolException {
        if (in.byteAt(bulkLength) != '\r' || in.byteAt(bulkLength + 1) != '\n') {
            throw new ProtocolException("a bulk string is longer than its length says");
        }
        Bytes bytes = in.copy(0, bulkLength);
        in.skip(bulkLength + 2);
        bulkLength = NONE;
        return switch (bulkType) {
            case '$' -> new Frame.BulkString(bytes);
            case '!' -> new Frame.BulkError(bytes);
            default -> verbatim(bytes);
        };
    }

    private static Frame verbatim(Bytes bytes) throws ProtocolException {
        if (bytes.length() < 4 || bytes.at(3) != ':') {
            throw new ProtocolException("invalid verbatim string");
        }
        byte[] array = bytes.toArray();
        return new Frame.Verbatim(Bytes.copyOf(array, 0, 3).toString(), Bytes.copyOf(array, 4, array.length - 4));
    }

    private String text(int lineLength) throws ProtocolException {
        if (lineLength < 1 || in.byteAt(lineLength - 1) != '\r') {
            throw new ProtocolException("a line does not end with CR LF");
        }
        return in.copy(1, Math.max(lineLength - 2, 0)).toString();
    }

    private static Frame scalar(char type, String text) throws ProtocolException {
        try {
            return switch (type) {
                case '+' -> new Frame.SimpleString(text);
                case '-' -> new Frame.SimpleError(text);
                case ',' -> new Frame.Decimal(decimal(text));
                case '(' -> new Frame.BigNumber(new BigInteger(text));
                case '#' -> new Frame.Bool(bool(text));
                case '_' -> new Frame.Null();
                default -> throw new ProtocolException("unknown type " + Bytes.printable((byte) type));
            };
        } catch (NumberFormatException e) {
            throw new ProtocolException("invalid number");
        }
    }

    private static double decimal(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static boolean bool(String text) throws ProtocolException {
        return switch (text) {
            case "t" -> true;
            case "f" -> false;
            default -> throw new ProtocolException("invalid boolean");
        };
    }

    private void count(long bytes) throws ProtocolException {
        frameLength += bytes;
        if (frameLength > limits.requestLength()) {
            throw new ProtocolException("too big frame");
        }
    }

    private static final class Aggregate {
        private final char type;
        private final int size;
        private final List<Frame> elements = new ArrayList<>();

        Aggregate(char type, int size) {
            this.type = type;
            this.size = size;
        }

        boolean isFull() {
            return elements.size() == size;
        }

        /** Null if this is an attribute, which is left out. */
        @Nullable Frame toFrame() {
            return switch (type) {
                case '*' -> new Frame.Array(elements);
                case '%' -> new Frame.Map(elements);
                case '~' -> new Frame.Set(elements);
                case '>' -> new Frame.Push(elements);
                default -> null;
            };
        }
    }
}
