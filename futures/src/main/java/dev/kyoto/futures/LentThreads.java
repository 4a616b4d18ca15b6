package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** Threads on which an executor polls although they are not its own. Only such threads have an entry here. */
final class LentThreads {
    private static final ThreadLocal<@Nullable Integer> DEPTH = new ThreadLocal<>();

    private LentThreads() {}

    static boolean isLent() {
        return DEPTH.get() != null;
    }

    static void lend() {
        Integer depth = DEPTH.get();
        DEPTH.set(depth == null ? 1 : depth + 1);
    }

    static void giveBack() {
        Integer depth = DEPTH.get();
        if (depth == null) {
            throw new IllegalStateException("NonBlocking.leave() was called on "
                    + Thread.currentThread().getName() + " without an enter() before it.");
        }
        if (depth == 1) {
            DEPTH.remove();
        } else {
            DEPTH.set(depth - 1);
        }
    }
}
