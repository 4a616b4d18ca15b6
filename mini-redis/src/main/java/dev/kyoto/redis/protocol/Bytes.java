package dev.kyoto.redis.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A binary-safe string: what Redis calls a string, and what keys, values and arguments are made of. Immutable, with its
 * hash computed once, so that it can be a map's key without being wrapped again.
 *
 * <p>The bytes are the first {@code length} of an array that may be longer. The store uses the room behind them to append
 * without copying; whoever holds this object never sees past its own length.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0);

    private final byte[] array;
    private final int length;

    /** The hash once computed; 0 before. Plain: a race computes the same number twice. */
    private int hash;

    private Bytes(byte[] array, int length) {
        this.array = array;
        this.length = length;
    }

    /** The UTF-8 bytes of {@code text}. */
    public static Bytes of(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over {@code array}, which must not be changed afterwards. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, array.length);
    }

    /** Takes over the first {@code length} bytes of {@code array}, which must not be changed afterwards. */
    public static Bytes wrap(byte[] array, int length) {
        if (length > array.length) {
            throw new IndexOutOfBoundsException(length + " bytes of an array of " + array.length);
        }
        return new Bytes(array, length);
    }

    static Bytes copyOf(byte[] array, int from, int length) {
        return length == 0 ? EMPTY : wrap(Arrays.copyOfRange(array, from, from + length));
    }

    public int length() {
        return length;
    }

    public byte at(int index) {
        if (index >= length) {
            throw new IndexOutOfBoundsException(index + " of " + length);
        }
        return array[index];
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOf(array, length);
    }

    /** Copies the bytes to {@code target}, starting at {@code at}. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, 0, target, at, length);
    }

    /** These bytes with ASCII letters in lower case; this object if there is nothing to change. */
    public Bytes toLowerCase() {
        for (int i = 0; i < length; i++) {
            if (array[i] >= 'A' && array[i] <= 'Z') {
                return lowered();
            }
        }
        return this;
    }

    private Bytes lowered() {
        byte[] lower = toArray();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (byte) (lower[i] + ('a' - 'A'));
            }
        }
        return wrap(lower);
    }

    /** Whether these bytes are the ASCII {@code text}, in whatever case. */
    public boolean equalsIgnoreCase(String text) {
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Character.toLowerCase((char) array[i]) != Character.toLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@code b} as it is shown in a message. */
    static String printable(byte b) {
        return b >= ' ' && b < 127 ? String.valueOf((char) b) : String.format("\\x%02x", b);
    }

    /** The decimal number that these bytes spell exactly as Redis wants it; see {@link Decimal#parse}. */
    public long toLong() throws NumberFormatException {
        return Decimal.parse(array, 0, length);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = SipHash.ofProcess().hash(array, length);
            hash = h;
        }
        return h;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that
                && length == that.length
                && Arrays.equals(array, 0, length, that.array, 0, length);
    }

    /** By unsigned bytes, as Redis orders strings. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, 0, length, other.array, 0, other.length);
    }

    /** The bytes read as UTF-8; what is not UTF-8 shows as U+FFFD. */
    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.UTF_8);
    }
}
