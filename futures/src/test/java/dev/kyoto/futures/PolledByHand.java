package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * A future under a test's own hands: polled when the test says so, on the test's thread, with every wake counted. There is
 * no time and no other thread in it, so a test states exactly which poll sees what.
 *
 * <pre>{@code
 * var receive = PolledByHand.of(receiver.recv());
 * assertTrue(receive.poll().isPending());
 * sender.trySend("hello");
 * assertEquals(1, receive.wakes());
 * assertEquals("hello", receive.poll().value());
 * }</pre>
 */
public final class PolledByHand<T extends @Nullable Object> implements Waker {
    private final Future<T> future;
    private volatile int wakes;

    private PolledByHand(Future<T> future) {
        this.future = future;
    }

    public static <T extends @Nullable Object> PolledByHand<T> of(Future<T> future) {
        return new PolledByHand<>(future);
    }

    /** Polls once, without a budget limit. */
    public Poll<T> poll() throws Exception {
        return future.poll(Context.of(this));
    }

    /** Polls as long as each poll woke this task itself, as an executor with nothing else to do would. */
    public Poll<T> pollUntilIdle() throws Exception {
        while (true) {
            int before = wakes;
            Poll<T> poll = poll();
            if (poll.isReady() || wakes == before) {
                return poll;
            }
        }
    }

    public void cancel() {
        future.cancel();
    }

    /** How often the waker was woken since the start. */
    public int wakes() {
        return wakes;
    }

    @Override
    public synchronized void wake() {
        wakes++;
    }
}
