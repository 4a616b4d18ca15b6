package dev.kyoto.task;

import dev.kyoto.internal.current.Here;

/** Finds the runtime of the calling code. */
final class Spawners {
    private Spawners() {}

    /** @param what was called, for the message */
    static Spawner current(String what) {
        Spawner spawner = Here.service(Spawner.class);
        if (spawner == null) {
            throw new IllegalStateException(what + " was called outside of a Kyoto runtime, on "
                    + Thread.currentThread().getName()
                    + ". Call it inside Kyoto.run(() -> …) or a task, or inside runtime.enter(() -> …).");
        }
        return spawner;
    }
}
