package dev.kyoto.internal.driver;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An executor of a few lines that waits in a real driver: one thread polls what was woken, and parks in between. */
public final class HandExecutor implements AutoCloseable {
    /** How long a test may make no progress at all before it counts as hung. */
    private static final long HUNG_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final NioDriver driver;
    private final Parker parker;
    private final List<Task<?>> tasks = new ArrayList<>();
    private final HandContext cx = new HandContext();

    public HandExecutor() {
        this(new NioDriver());
    }

    public HandExecutor(NioDriver driver) {
        this.driver = driver;
        this.parker = driver.newParker();
    }

    public NioDriver driver() {
        return driver;
    }

    /** Sleeps until something happens. */
    public void park() {
        parker.park(Long.MAX_VALUE);
    }

    /** Runs one future to its end, and the others that were started along with it. */
    public <T extends @Nullable Object> T run(Future<T> future) throws Exception {
        return finish(start(future));
    }

    /** Adds a future; it is polled by the next {@link #turn}. */
    public <T extends @Nullable Object> Task<T> start(Future<T> future) {
        Task<T> task = new Task<>(future);
        tasks.add(task);
        return task;
    }

    public <T extends @Nullable Object> T finish(Task<T> task) throws Exception {
        runUntil(task::isDone);
        return task.get();
    }

    public void runUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!turn()) {
                long before = System.nanoTime();
                parker.park(HUNG_NANOS);
                Thread.interrupted(); // as a worker does: a selector does not wait while the status is set
                if (System.nanoTime() - before >= HUNG_NANOS) {
                    throw new AssertionError("Nothing happened for 20 s; lost a wake?");
                }
            }
        }
    }

    /** Polls every task that was woken. False if there was none. */
    public boolean turn() {
        boolean polled = false;
        for (Task<?> task : List.copyOf(tasks)) {
            if (task.woken.getAndSet(0) > 0) {
                polled = true;
                task.poll();
            }
        }
        tasks.removeIf(Task::isDone);
        return polled;
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.future.cancel());
        driver.close();
    }

    /** A context that belongs to this executor's driver, for polling by hand. */
    public Context context(Waker waker, int budget) {
        HandContext context = new HandContext();
        context.use(waker, budget);
        return context;
    }

    public final class Task<T extends @Nullable Object> implements Waker {
        private final Future<T> future;
        private final AtomicInteger woken = new AtomicInteger(1);
        private int polls;
        private @Nullable Poll<T> result;
        private @Nullable Exception failure;

        private Task(Future<T> future) {
            this.future = future;
        }

        private void poll() {
            if (isDone()) {
                return;
            }
            polls++;
            cx.use(this, 128);
            try {
                Poll<T> poll = future.poll(cx);
                result = poll.isReady() ? poll : null;
            } catch (Exception e) {
                failure = e;
            }
        }

        public boolean isDone() {
            return result != null || failure != null;
        }

        public int polls() {
            return polls;
        }

        public T get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return result.value();
        }

        public void cancel() {
            tasks.remove(this);
            future.cancel();
        }

        @Override
        public void wake() {
            woken.incrementAndGet();
            parker.unpark();
        }
    }

    private final class HandContext extends Context {
        void use(Waker waker, int budget) {
            begin(waker, budget);
        }

        @Override
        protected void defer(Waker waker) {
            waker.wake();
        }

        @Override
        public int nextInt(int bound) {
            return ThreadLocalRandom.current().nextInt(bound);
        }

        @Override
        public <S> @Nullable S service(Class<S> type) {
            return type == NioDriver.class ? type.cast(driver) : null;
        }
    }
}
