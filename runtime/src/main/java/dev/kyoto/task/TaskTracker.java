package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Notify;
import dev.kyoto.internal.current.Wrapper;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Waits until all of many tasks have ended, and remembers nothing of them: what a server needs to go down in good order,
 * together with a {@link CancellationToken} that tells the tasks to end. Who wants their values takes a {@link JoinSet}.
 *
 * <pre>{@code
 * while (!stop.isCancelled()) {
 *     tracker.spawn(serve(listener.accept().await(), stop));
 * }
 * tracker.close();
 * tracker.drained().await();
 * }</pre>
 *
 * <p>The values of the tasks are dropped with their handles, and so are, as of any task that nobody joins, their failures
 * reported to the uncaught handler.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 *
 * <h2>The word</h2>
 *
 * Bit 0 says closed, the rest counts what is tracked. Whoever brings it to "closed, and none", be it the last future or
 * {@link #close}, wakes those who wait.
 */
public final class TaskTracker {
    private static final long CLOSED = 1;
    private static final long ONE = 2;

    private final AtomicLong word = new AtomicLong();
    private final Notify drained = new Notify();

    /**
     * {@code future}, counted from now on until it is done or dropped, and its cleanup has run. It has to be awaited, spawned
     * or cancelled: one that is merely forgotten is counted for ever. A closed tracker takes futures, too.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public <T extends @Nullable Object> Future<T> track(Future<T> future) {
        Tracked<T> tracked = new Tracked<>(this, Objects.requireNonNull(future, "future"));
        word.addAndGet(ONE);
        return tracked;
    }

    /**
     * Spawns {@link #track track(future)} on the current runtime.
     *
     * @throws IllegalStateException if there is none
     */
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
        return Spawners.current("TaskTracker.spawn").spawn(track(future));
    }

    /** Lets {@link #drained()} be ready once nothing is tracked. Again: no effect. */
    public void close() {
        if (word.getAndUpdate(now -> now | CLOSED) == 0) {
            drained.notifyWaiters();
        }
    }

    /** Takes {@link #close} back, for those who wait from now on. */
    public void reopen() {
        word.getAndUpdate(now -> now & ~CLOSED);
    }

    public boolean isClosed() {
        return (word.get() & CLOSED) != 0;
    }

    /** How many futures are tracked at the moment. */
    public long size() {
        return word.get() / ONE;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Waits until this tracker is closed and empty at once; that it is opened again, or tracks something anew, before the
     * waiting task has noticed does not matter.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<@Nullable Void> drained() {
        return new Draining(this);
    }

    private void ended() {
        if (word.addAndGet(-ONE) == CLOSED) {
            drained.notifyWaiters();
        }
    }

    @Override
    public String toString() {
        return "TaskTracker[" + size() + (isClosed() ? ", closed]" : "]");
    }

    private static final class Draining extends AbstractFuture<@Nullable Void> {
        private final TaskTracker tracker;

        /** Made before the first look at the word: a change after the look is notified after this was made. */
        private final Future<@Nullable Void> notified;

        Draining(TaskTracker tracker) {
            this.tracker = tracker;
            this.notified = tracker.drained.notified();
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws Exception {
            if (tracker.word.get() == CLOSED) {
                Dropper.discard(notified);
                return readyWith(null);
            }
            return notified.poll(cx).isPending() ? Poll.pending() : readyWith(null);
        }

        @Override
        protected void dropped() {
            notified.cancel();
        }

        @Override
        protected String describe() {
            return "TaskTracker.drained()";
        }
    }

    private static final class Tracked<T extends @Nullable Object> extends AbstractFuture<T> implements Wrapper {
        private final TaskTracker tracker;
        private final Future<T> source;

        Tracked(TaskTracker tracker, Future<T> source) {
            this.tracker = tracker;
            this.source = source;
        }

        @Override
        public Future<?> wrapped() {
            return source;
        }

        @Override
        protected Poll<T> step(Context cx) throws Exception {
            Poll<T> poll;
            try {
                poll = source.poll(cx);
            } catch (Throwable failure) {
                tracker.ended();
                throw failure;
            }
            if (poll.isReady()) {
                tracker.ended();
            }
            return poll;
        }

        @Override
        protected List<? extends Future<?>> awaited() {
            return List.of(source);
        }

        @Override
        protected void dropped() {
            try {
                source.cancel();
            } finally {
                tracker.ended();
            }
        }

        @Override
        protected AwaitTree.Needs needs() {
            return AwaitTree.Needs.ALL;
        }

        @Override
        protected String describe() {
            return source.toString();
        }
    }
}
