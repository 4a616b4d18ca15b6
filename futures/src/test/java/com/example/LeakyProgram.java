package com.example;

import dev.kyoto.futures.sync.Mutex;

/** Code outside of the library. */
public final class LeakyProgram {
    private LeakyProgram() {}

    public static void lockAndForget(Mutex mutex) {
        mutex.tryLock();
    }
}
