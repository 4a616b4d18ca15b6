package dev.kyoto.futures.sync;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs futures on its thread, and drops some of those that are not ready at once: a task that loses its selects. */
public final class Impatient implements Waker {
    /** Only a test that has failed waits so long. */
    private static final long LOST_AFTER_NANOS = 20_000_000_000L;

    private final Thread thread = Thread.currentThread();
    private final Random random;
    private volatile boolean woken;

    Impatient(long seed) {
        random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    /** The ready poll, or null if the future was dropped. */
    public <T extends @Nullable Object> @Nullable Poll<T> tryRun(Future<T> future) throws Exception {
        while (true) {
            Poll<T> poll = future.poll(Context.of(this));
            if (poll.isReady()) {
                return poll;
            }
            int mood = random.nextInt(8);
            if (mood == 0) {
                future.cancel();
                return null;
            }
            if (mood == 1) {
                awaitWake(); // granted by now, and dropped all the same
                future.cancel();
                return null;
            }
            if (mood == 2) {
                continue; // polled again without a wake, as under a join
            }
            awaitWake();
        }
    }

    /** As {@link #tryRun}, but never drops. */
    public <T extends @Nullable Object> T run(Future<T> future) throws Exception {
        while (true) {
            Poll<T> poll = future.poll(Context.of(this));
            if (poll.isReady()) {
                return poll.value();
            }
            awaitWake();
        }
    }

    private void awaitWake() {
        long start = System.nanoTime();
        while (!woken) {
            LockSupport.parkNanos(this, LOST_AFTER_NANOS);
            if (!woken && System.nanoTime() - start > LOST_AFTER_NANOS) {
                throw new AssertionError("a wake-up was lost");
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
