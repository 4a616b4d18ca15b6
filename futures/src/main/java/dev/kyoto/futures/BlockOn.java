package dev.kyoto.futures;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The smallest executor: polls one future on the calling thread, which is parked in between. */
final class BlockOn implements Waker {
    private final Thread thread = Thread.currentThread();

    /** Set by a wake, cleared by the poll it causes. Volatile: what a waker wrote before is seen by that poll. */
    private volatile boolean woken;

    static <T extends @Nullable Object> T run(Future<T> future) throws Exception {
        if (NonBlocking.isHere()) {
            throw new IllegalStateException("blockOn, or a blocking… method, was called inside a task, on "
                    + Thread.currentThread().getName()
                    + ", where it would keep the other tasks waiting. Inside an async block await the future instead; for"
                    + " code that must block use spawnBlocking.");
        }
        BlockOn waker = new BlockOn();
        while (true) {
            Poll<T> poll = future.poll(Context.of(waker));
            if (poll.isReady()) {
                return poll.value();
            }
            waker.park(future);
        }
    }

    private void park(Future<?> future) throws InterruptedException {
        while (!woken) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                future.cancel();
                throw new InterruptedException();
            }
        }
        woken = false;
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }
}
