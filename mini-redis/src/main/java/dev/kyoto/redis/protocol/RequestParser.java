package dev.kyoto.redis.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands as a server does: arrays of bulk strings, or lines typed by hand ("inline"). Where bytes are missing it
 * remembers what it has, and goes on there when they have come.
 */
public final class RequestParser {
    private static final int NONE = -1;

    /** Words to make room for before any has arrived, whatever the header promises. */
    private static final int LARGEST_PROMISE_BELIEVED = 64;

    private final InputBuffer in;
    private final Limits limits;

    /** The array being read: how many words it has, the words so far, and the length of the next one if known. */
    private int announced = NONE;

    private Bytes[] words = {};
    private int count;
    private int wordLength = NONE;
    private long requestLength;

    public RequestParser(InputBuffer in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * The next complete request, or null when the buffer holds none.
     *
     * @throws ProtocolException if what was sent is no request; the rest of the buffer has no meaning then
     */
    public @Nullable Request next() throws ProtocolException {
        while (announced != NONE || !in.isEmpty()) {
            if (announced == NONE && in.peek() != '*') {
                int line = in.lineLength(limits.lineLength(), "inline request");
                if (line == -1) {
                    return null;
                }
                Bytes[] typed = InlineCommand.split(in, line);
                in.skip(line + 1);
                if (typed.length > 0) {
                    return new Request(typed);
                }
            } else if (!readArray()) {
                return null;
            } else if (announced > 0) {
                return finished();
            } else {
                announced = NONE; // an empty array asks for nothing
            }
        }
        return null;
    }

    private boolean readArray() throws ProtocolException {
        return (announced != NONE || readArrayHeader()) && readWords();
    }

    private boolean readArrayHeader() throws ProtocolException {
        int line = in.lineLength(limits.lineLength(), "mbulk count string");
        if (line == -1) {
            return false;
        }
        long elements = in.header(line, "multibulk length");
        if (elements > limits.elements()) {
            throw new ProtocolException("invalid multibulk length");
        }
        in.skip(line + 1);
        announced = (int) Math.max(elements, 0);
        words = new Bytes[Math.min(announced, LARGEST_PROMISE_BELIEVED)];
        count = 0;
        requestLength = line;
        return true;
    }

    private boolean readWords() throws ProtocolException {
        while (count < announced) {
            if (wordLength == NONE && !readWordHeader()) {
                return false;
            }
            if (in.available() < wordLength + 2) {
                return false;
            }
            if (in.byteAt(wordLength) != '\r' || in.byteAt(wordLength + 1) != '\n') {
                throw new ProtocolException("a bulk string is longer than its length says");
            }
            if (count == words.length) {
                words = Arrays.copyOf(words, Math.min(announced, count * 2));
            }
            words[count++] = in.copy(0, wordLength);
            in.skip(wordLength + 2);
            wordLength = NONE;
        }
        return true;
    }

    private boolean readWordHeader() throws ProtocolException {
        if (in.isEmpty()) {
            return false;
        }
        if (in.peek() != '$') {
            throw new ProtocolException("expected '$', got '" + Bytes.printable(in.peek()) + "'");
        }
        int line = in.lineLength(limits.lineLength(), "bulk count string");
        if (line == -1) {
            return false;
        }
        long length = in.header(line, "bulk length");
        if (length < 0 || length > limits.bulkLength()) {
            throw new ProtocolException("invalid bulk length");
        }
        requestLength += line + length;
        if (requestLength > limits.requestLength()) {
            throw new ProtocolException("too big request");
        }
        in.skip(line + 1);
        wordLength = (int) length;
        return true;
    }

    private Request finished() {
        Request request = new Request(words);
        announced = NONE;
        words = new Bytes[0];
        return request;
    }
}
