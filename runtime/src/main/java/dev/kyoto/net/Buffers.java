package dev.kyoto.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What sockets ask of the buffers that they are given. */
final class Buffers {
    /** The most that one system call is given of heap buffers. Twice the size at which copying stops to be cheap beside it. */
    static final int HEAP_PORTION = 128 << 10;

    private Buffers() {}

    static void requireRoom(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException(
                    "The buffer has no room to read into (position = limit = " + buffer.limit()
                            + "). clear() it after use, or compact() it and, if it is full, take a larger one.");
        }
    }

    static void requireRoom(ByteBuffer[] buffers) {
        if (!haveRemaining(buffers)) {
            throw new IllegalArgumentException("None of the " + buffers.length
                    + " buffers has room to read into. clear() them after use, or compact() them.");
        }
    }

    static boolean haveRemaining(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** Lowers the limit of a heap buffer that is too long for one portion. Returns what remains then. */
    static int limitHeapPortion(ByteBuffer buffer) {
        if (!buffer.isDirect() && buffer.remaining() > HEAP_PORTION) {
            buffer.limit(buffer.position() + HEAP_PORTION);
        }
        return buffer.remaining();
    }

    /** The buffers of one system call, from the first that is not used up. Closing it restores the limit that it lowered. */
    static Portion portion(ByteBuffer[] buffers) {
        int from = 0;
        while (from < buffers.length && !buffers[from].hasRemaining()) {
            from++;
        }
        int to = from;
        long heap = 0;
        long remaining = 0;
        while (to < buffers.length) {
            ByteBuffer next = buffers[to];
            heap += next.isDirect() ? 0 : next.remaining();
            if (heap > HEAP_PORTION && to > from) {
                break;
            }
            remaining += next.remaining();
            to++;
        }
        if (from == buffers.length) {
            return new Portion(0, 0, 0, null, 0);
        }
        int limit = buffers[from].limit();
        int lowered = buffers[from].remaining() - limitHeapPortion(buffers[from]);
        return new Portion(from, to - from, remaining - lowered, buffers[from], limit);
    }

    /** @param lowered the buffer whose limit is {@code limit} again afterwards */
    record Portion(
            int from, int length, long remaining, @Nullable ByteBuffer lowered, int limit) implements AutoCloseable {
        @Override
        public void close() {
            if (lowered != null) {
                lowered.limit(limit);
            }
        }
    }
}
