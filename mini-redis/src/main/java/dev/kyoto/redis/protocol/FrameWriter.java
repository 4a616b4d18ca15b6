package dev.kyoto.redis.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes RESP straight into a growing buffer. Each method writes one frame, or the header of an aggregate, whose elements
 * the caller writes next.
 *
 * <p>It speaks version 2 until told otherwise; types that version 2 lacks are then written as what Redis sends instead.
 *
 * <p>Used by one connection, on one thread at a time.
 */
public final class FrameWriter {
    private static final int INITIAL_SIZE = 1 << 10;

    /** A buffer larger than this is given back once its content was sent. */
    private static final int LARGEST_KEPT = 64 << 10;

    /** What one write may take: the JDK copies through a native buffer as large as what is offered to it. */
    private static final int LARGEST_WRITE = 128 << 10;

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY = ascii("*-1\r\n");

    private byte[] array = new byte[INITIAL_SIZE];
    private ByteBuffer view = ByteBuffer.wrap(array);
    private int sent;
    private int size;
    private int version = 2;

    /** The version of RESP that is written: 2 or 3. */
    public int version() {
        return version;
    }

    public void version(int version) {
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("There is no RESP version " + version + "; it is 2 or 3");
        }
        this.version = version;
    }

    // ---- the frames

    public void ok() {
        raw(OK);
    }

    public void pong() {
        raw(PONG);
    }

    /** A simple string; ASCII without line breaks. */
    public void simple(String text) {
        line('+', text);
    }

    /** An error such as {@code ERR syntax error}; line breaks become blanks. */
    public void error(String message) {
        line('-', message);
    }

    public void integer(long value) {
        header(':', value);
    }

    public void bulk(Bytes bytes) {
        bulk('$', bytes);
    }

    public void bulk(String text) {
        bulk('$', Bytes.of(text));
    }

    public void bulkOrNull(@Nullable Bytes bytes) {
        if (bytes == null) {
            nothing();
        } else {
            bulk('$', bytes);
        }
    }

    /** No value. */
    public void nothing() {
        raw(version == 2 ? NULL_BULK : NULL);
    }

    /** No array; version 3 has only one null. */
    public void noArray() {
        raw(version == 2 ? NULL_ARRAY : NULL);
    }

    public void bool(boolean value) {
        if (version == 2) {
            integer(value ? 1 : 0);
        } else {
            line('#', value ? "t" : "f");
        }
    }

    public void decimal(double value) {
        String text = Double.isNaN(value)
                ? "nan"
                : Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : Double.toString(value);
        if (version == 2) {
            bulk(text);
        } else {
            line(',', text);
        }
    }

    public void bigNumber(BigInteger value) {
        if (version == 2) {
            bulk(value.toString());
        } else {
            line('(', value.toString());
        }
    }

    /** An error that may hold any bytes. */
    public void bulkError(Bytes message) {
        if (version == 2) {
            error(message.toString());
        } else {
            bulk('!', message);
        }
    }

    /** Text to be shown as it is; {@code format} has three letters: {@code txt}, {@code mkd}. */
    public void verbatim(String format, Bytes text) {
        if (version == 2) {
            bulk(text);
            return;
        }
        header('=', format.length() + 1L + text.length());
        reserve(format.length() + 1 + text.length() + 2);
        for (int i = 0; i < format.length(); i++) {
            array[size++] = (byte) format.charAt(i);
        }
        array[size++] = ':';
        put(text);
        lineEnd();
    }

    public void array(int elements) {
        header('*', elements);
    }

    /** {@code entries} keys, each followed by its value. */
    public void map(int entries) {
        header(version == 2 ? '*' : '%', version == 2 ? entries * 2L : entries);
    }

    public void set(int elements) {
        header(version == 2 ? '*' : '~', elements);
    }

    /** Something the client did not ask for, such as a message of a channel. */
    public void push(int elements) {
        header(version == 2 ? '*' : '>', elements);
    }

    // ---- what was written

    /** Bytes that were written and not yet {@linkplain #sent sent}. */
    public int pending() {
        return size - sent;
    }

    /** The next bytes to send, perhaps not all; afterwards call {@link #sent}. Valid until then. */
    public ByteBuffer unsent() {
        return view.limit(Math.min(size, sent + LARGEST_WRITE)).position(sent);
    }

    /** Counts {@code bytes} of {@link #unsent()} as sent. */
    public void sent(int bytes) {
        sent += bytes;
        if (sent == size) {
            sent = size = 0;
            if (array.length > LARGEST_KEPT) {
                replaceBy(new byte[INITIAL_SIZE]);
            }
        }
    }

    /** A copy of the bytes not yet sent. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, sent, size);
    }

    // ---- bytes

    private void bulk(char type, Bytes bytes) {
        header(type, bytes.length());
        reserve(bytes.length() + 2);
        put(bytes);
        lineEnd();
    }

    private void header(char type, long number) {
        reserve(1 + Decimal.MAX_LENGTH + 2);
        array[size++] = (byte) type;
        size = Decimal.write(number, array, size);
        lineEnd();
    }

    private void line(char type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reserve(1 + bytes.length + 2);
        array[size++] = (byte) type;
        for (byte b : bytes) {
            array[size++] = b == '\r' || b == '\n' ? (byte) ' ' : b;
        }
        lineEnd();
    }

    private void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
    }

    private void put(Bytes bytes) {
        bytes.copyTo(array, size);
        size += bytes.length();
    }

    private void lineEnd() {
        array[size++] = '\r';
        array[size++] = '\n';
    }

    private void reserve(int bytes) {
        if (array.length - size < bytes) {
            long needed = (long) size - sent + bytes;
            byte[] target = array;
            if (needed > array.length / 2) {
                target = new byte[(int) Math.min(Math.max(needed, array.length * 2L), Integer.MAX_VALUE - 8)];
                if (needed > target.length) {
                    throw new OutOfMemoryError("Replies of " + needed + " bytes do not fit one buffer");
                }
            }
            System.arraycopy(array, sent, target, 0, size - sent);
            size -= sent;
            sent = 0;
            replaceBy(target);
        }
    }

    private void replaceBy(byte[] target) {
        if (target != array) {
            array = target;
            view = ByteBuffer.wrap(target);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
