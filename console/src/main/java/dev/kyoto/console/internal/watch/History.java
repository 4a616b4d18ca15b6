package dev.kyoto.console.internal.watch;

/** The last {@value #SECONDS} seconds of some numbers, one reading a second. Not thread-safe. */
public final class History {
    public static final int SECONDS = 90;

    private final long[] values = new long[SECONDS];
    private int size;
    private int next;

    public void add(long value) {
        values[next] = value;
        next = (next + 1) % SECONDS;
        size = Math.min(size + 1, SECONDS);
    }

    /** Oldest first. */
    public long[] read() {
        long[] read = new long[size];
        for (int i = 0; i < size; i++) {
            read[i] = values[(next - size + i + SECONDS) % SECONDS];
        }
        return read;
    }
}
