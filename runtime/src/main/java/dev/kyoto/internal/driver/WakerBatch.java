package dev.kyoto.internal.driver;

import dev.kyoto.futures.Waker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Wakers collected under a lock, to be woken after it. Belongs to one thread at a time. */
final class WakerBatch {
    /** Enough for most turns of a busy worker; it grows to the largest turn seen. */
    private static final int INITIAL_CAPACITY = 32;

    private @Nullable Waker[] wakers = new Waker[INITIAL_CAPACITY];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(@Nullable Waker waker) {
        if (waker == null) {
            return;
        }
        if (size == wakers.length) {
            wakers = Arrays.copyOf(wakers, 2 * size);
        }
        wakers[size++] = waker;
    }

    /** Wakes and forgets them, in the order in which they were added. */
    void wakeAll() {
        for (int i = 0; i < size; i++) {
            Waker waker = wakers[i];
            wakers[i] = null;
            if (waker != null) {
                waker.wake();
            }
        }
        size = 0;
    }
}
