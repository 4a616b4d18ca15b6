package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.driver.Parker;
import dev.kyoto.internal.time.Timers;
import dev.kyoto.time.Clock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The place that a worker works at: where it sleeps and what wakes it there, its timers, and its share of the runtime's parallelism. A
 * runtime has as many posts as it was built with workers, for ever; a worker whose thread blocks may be <em>relieved</em> of
 * its post, which a spare worker takes.
 *
 * <p>Only who is at a post may sleep there, and count as a searcher or a sleeper in {@link Idle}. That is settled by
 * one key:
 *
 * <pre>
 *              take (the worker)
 *   KEY LIES ─────────────────────▶ KEY IN HAND
 *   for W    ◀─────────────────────  W is at its post: it looks at the driver, searches, sleeps
 *      │       leave (the worker,
 *      │       before it runs a task)
 *      │ relieve (anybody)
 *      ▼
 *   KEY LIES for S: W's next take fails, and W goes to the bench of the {@link Crew}; S takes the key when it comes
 * </pre>
 *
 * <p><b>Memory order.</b> {@code take} and {@code relieve} are compare-and-sets, {@code leave} is a release: whoever gets the
 * key sees what its last holder did at the post. A busy worker pays for it at every look at the driver, not at every task.
 */
final class Post {
    private static final VarHandle KEY;

    static {
        try {
            KEY = MethodHandles.lookup().findVarHandle(Post.class, "key", Worker.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int index;
    private final Driver driver;
    private final Parker parker;
    private final Timers timers;

    /** For whom the key lies there; null while it is in somebody's hand. */
    @SuppressWarnings("unused") // by the handle
    private volatile @Nullable Worker key;

    /** How often somebody else looked after this post, for the {@link Monitor}. */
    private final AtomicInteger visits = new AtomicInteger();

    Post(int index, Driver driver, Clock clock) {
        this.index = index;
        this.driver = driver;
        this.parker = driver.newParker();
        this.timers = new Timers(clock, parker::unpark);
    }

    /** False: {@code worker} was relieved. */
    boolean take(Worker worker) {
        return KEY.compareAndSet(this, worker, null);
    }

    /** By the worker with the key in its hand. */
    void leave(Worker worker) {
        KEY.setRelease(this, worker);
    }

    /** Any thread: gives the key to {@code next}, if it lies there for {@code worker}. */
    boolean relieve(Worker worker, Worker next) {
        return KEY.compareAndSet(this, worker, next);
    }

    /** The worker at another post looks after this one. */
    void visited() {
        visits.incrementAndGet();
    }

    int visits() {
        return visits.get();
    }

    int index() {
        return index;
    }

    /** Shared with other posts. */
    Driver driver() {
        return driver;
    }

    Parker parker() {
        return parker;
    }

    Timers timers() {
        return timers;
    }
}
