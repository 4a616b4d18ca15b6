package dev.kyoto.task;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of one kind, awaited one by one in the order in which they end.
 *
 * <pre>{@code
 * try (var set = new JoinSet<String>()) {
 *     for (String name : names) {
 *         set.spawn(fetch(name));
 *     }
 *     Outcome<String> done;
 *     while ((done = set.joinNext().await()) != null) {
 *         System.out.println(done.get());
 *     }
 * } // aborts those that still run, as after an exception
 * }</pre>
 *
 * <p>A task that ends costs its set the same, however many there are. Failures are told by the {@link Outcome}; those that
 * nobody has taken when the set is closed, or its tasks are {@linkplain #detachAll detached}, go to the uncaught handler.
 *
 * <p>{@link #close} cannot wait. Who leaves only after the last task has ended awaits {@link #shutdown()}, or takes a
 * {@code scope}, which always does.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, but one task at a time awaits.
 *
 * @param <T> what the tasks yield
 */
public final class JoinSet<T extends @Nullable Object> implements AutoCloseable {
    private final @Nullable Spawner spawner;
    private final TaskGroup group = new TaskGroup();

    /** A set that spawns on whichever runtime is current. */
    public JoinSet() {
        this.spawner = null;
    }

    /** A set that spawns on {@code spawner}. */
    public JoinSet(Spawner spawner) {
        this.spawner = Objects.requireNonNull(spawner, "spawner");
    }

    // ---- spawning

    /**
     * Starts {@code future} as a task of this set.
     *
     * @throws IllegalStateException if this set is closed, or if there is no runtime
     */
    public AbortHandle spawn(Future<? extends T> future) {
        Objects.requireNonNull(future, "future");
        return add(spawner().spawn(future));
    }

    /** {@link #spawn(Future)}, of a block. */
    public AbortHandle spawn(AsyncBlock<? extends T> block) {
        return spawn(Futures.async(block));
    }

    /** {@link #spawn(Future)}, with the name by which messages and dumps call the task. */
    public AbortHandle spawn(String name, Future<? extends T> future) {
        Objects.requireNonNull(future, "future");
        return add(spawner().spawn(name, future));
    }

    /** Runs {@code code}, which may block, on the runtime's blocking pool, as a task of this set. */
    public AbortHandle spawnBlocking(Callable<? extends T> code) {
        return add(spawner().spawnBlocking(code));
    }

    private Spawner spawner() {
        if (group.isClosed()) {
            throw closed();
        }
        return spawner != null ? spawner : Spawners.current("JoinSet.spawn");
    }

    private AbortHandle add(JoinHandle<? extends T> handle) {
        if (!group.add(new TaskGroup.Member<>(handle, false))) {
            handle.abort();
            throw closed();
        }
        return handle;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(
                "This JoinSet is closed and takes no more tasks. Spawn before the end of its try block.");
    }

    // ---- joining

    /**
     * Waits for the next task to end, and yields how; null if there is none.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a task that has ended stays in the set until a poll delivers it.
     *
     * <p>The future throws an {@link IllegalStateException} if another task awaits this set at the moment.
     */
    @CancelSafe
    public Future<@Nullable Outcome<T>> joinNext() {
        return new Next();
    }

    /** How a task has ended that has, and is taken out of this set with that; null if there is none at the moment. */
    public @Nullable Outcome<T> tryJoinNext() {
        return outcome(group.pollEnded(Context.of(Waker.noop())));
    }

    /**
     * The poll form of {@link #joinNext()}: for one future at a time, whose waker it registers.
     *
     * @return null inside of ready if the set is empty
     */
    public Poll<@Nullable Outcome<T>> pollJoinNext(Context cx) {
        Outcome<T> outcome = outcome(group.pollEnded(cx));
        if (outcome != null) {
            return Poll.<@Nullable Outcome<T>>ready(outcome);
        }
        return group.size() == 0 ? Poll.ready(null) : Poll.pending();
    }

    /**
     * Waits for all tasks, and yields their values in the order in which they came. When one fails, or was aborted, the others
     * are aborted and awaited; then the failure is thrown, with those of the others suppressed.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, the values that came before are lost. The tasks run on.
     */
    @CancelUnsafe("the values of the tasks that have ended")
    public Future<List<T>> joinAll() {
        return new All();
    }

    /**
     * Aborts all tasks, and waits until they have ended, their cleanup included. What they yield or throw is dropped.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the tasks stay aborted.
     */
    @CancelSafe
    public Future<@Nullable Void> shutdown() {
        return new Shutdown();
    }

    // ---- all at once

    /** Asks all tasks to end. They stay in the set, and are joined as aborted, or with the value that came before. */
    public void abortAll() {
        group.abortAll(Dropper.JOIN_SET);
    }

    /** Empties this set and lets its tasks run on, as if their handles were dropped. */
    public void detachAll() {
        group.detachAll();
    }

    /** How many tasks have not been joined. */
    public int size() {
        return group.size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Aborts all tasks and takes no more. Returns at once: the tasks' cleanup runs on the runtime soon after. Again: no effect.
     */
    @Override
    public void close() {
        group.close();
        group.abortAll(Dropper.JOIN_SET);
        group.detachAll();
    }

    @SuppressWarnings("unchecked") // only handles of a T are added
    private @Nullable Outcome<T> outcome(TaskGroup.@Nullable Member<?> member) {
        return member == null ? null : (Outcome<T>) member.outcome();
    }

    @Override
    public String toString() {
        return "JoinSet[" + size() + "]";
    }

    /** What awaits this set: one at a time. */
    private abstract class Joining<R extends @Nullable Object> extends GroupFuture<R> {
        Joining() {
            super(group, "JoinSet");
        }

        /** {@link #pollJoinNext}, by this future alone. */
        final Poll<@Nullable Outcome<T>> pollNext(Context cx) {
            Poll<TaskGroup.@Nullable Member<?>> poll = pollEnded(cx);
            return poll.isPending() ? Poll.pending() : Poll.<@Nullable Outcome<T>>ready(outcome(poll.value()));
        }
    }

    private final class Next extends Joining<@Nullable Outcome<T>> {
        @Override
        protected Poll<@Nullable Outcome<T>> step(Context cx) {
            return pollNext(cx);
        }

        @Override
        protected String describe() {
            return "JoinSet.joinNext()";
        }
    }

    private final class All extends Joining<List<T>> {
        private final List<T> values = new ArrayList<>();
        private final FirstFailure failure = new FirstFailure();

        @Override
        protected Poll<List<T>> step(Context cx) throws Exception {
            for (var poll = pollNext(cx); poll.isReady(); poll = pollNext(cx)) {
                Outcome<T> outcome = poll.value();
                if (outcome == null) {
                    failure.throwIfAny();
                    return readyWith(values);
                }
                if (outcome.isSuccess()) {
                    values.add(outcome.get());
                } else if (failure.add(outcome)) {
                    abortAll();
                }
            }
            return Poll.pending();
        }

        @Override
        protected String describe() {
            return "JoinSet.joinAll()";
        }
    }

    private final class Shutdown extends Joining<@Nullable Void> {
        private boolean isAborted;

        @Override
        protected Poll<@Nullable Void> step(Context cx) {
            if (!isAborted) {
                isAborted = true;
                abortAll();
            }
            for (var poll = pollNext(cx); poll.isReady(); poll = pollNext(cx)) {
                if (poll.value() == null) {
                    return readyWith(null);
                }
            }
            return Poll.pending();
        }

        @Override
        protected String describe() {
            return "JoinSet.shutdown()";
        }
    }
}
