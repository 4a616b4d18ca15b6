package dev.kyoto.redis.protocol;

import java.nio.charset.StandardCharsets;

/** Decimal numbers as bytes, without strings in between. */
public final class Decimal {
    /** The digits of {@link Long#MIN_VALUE} and its sign. */
    static final int MAX_LENGTH = 20;

    private static final byte[] MIN_LONG = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private Decimal() {}

    /**
     * Reads a number in the only spelling that Redis accepts: digits without leading zeros, after an optional minus; no
     * plus, no blanks, no minus zero.
     *
     * @throws NumberFormatException if it is spelled otherwise or does not fit a long; carries no stack trace
     */
    public static long parse(byte[] bytes, int from, int to) throws NumberFormatException {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        int digits = to - first;
        if (digits < 1 || digits > MAX_LENGTH - 1 || (bytes[first] == '0' && (digits > 1 || negative))) {
            throw new NotADecimal();
        }
        // Summed up as a negative number, because Long.MIN_VALUE has no positive twin.
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new NotADecimal();
            }
            long next = value * 10 - digit;
            if (next > value) {
                throw new NotADecimal();
            }
            value = next;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw new NotADecimal();
        }
        return negative ? value : -value;
    }

    /** How many bytes {@link #write} needs for {@code value}. */
    public static int length(long value) {
        if (value == Long.MIN_VALUE) {
            return MIN_LONG.length;
        }
        int length = value < 0 ? 2 : 1;
        for (long rest = Math.abs(value); rest >= 10; rest /= 10) {
            length++;
        }
        return length;
    }

    /** Writes {@code value} at {@code at} and returns the index behind it. */
    public static int write(long value, byte[] target, int at) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_LONG, 0, target, at, MIN_LONG.length);
            return at + MIN_LONG.length;
        }
        int end = at + length(value);
        long rest = Math.abs(value);
        int i = end;
        do {
            target[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            target[at] = '-';
        }
        return end;
    }

    /** {@code value} as a string of digits. */
    public static Bytes toBytes(long value) {
        byte[] digits = new byte[length(value)];
        write(value, digits, 0);
        return Bytes.wrap(digits);
    }

    private static final class NotADecimal extends NumberFormatException {
        NotADecimal() {
            super("not a decimal number, or out of range");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // bad input is ordinary, and a client must not be able to make it dear
        }
    }
}
