package dev.kyoto.internal.task;

import dev.kyoto.futures.Waker;

/**
 * Who joins a task after somebody else has begun to. The one displaced was woken: if it still waits, it comes back, is
 * recognised here, and fails, instead of waiting for a wake that goes to another.
 */
record Takeover(Waker current, Waker displaced) implements Waker {
    @Override
    public void wake() {
        current.wake();
    }
}
