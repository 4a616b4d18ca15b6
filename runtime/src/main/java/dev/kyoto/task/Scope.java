package dev.kyoto.task;

import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Where the children of a {@code scope} are spawned: tasks that end before the scope does, whatever happens.
 *
 * <pre>{@code
 * String page = scope(s -> {
 *     var user = s.spawn(fetchUser(id));
 *     var cart = s.spawn(fetchCart(id));
 *     return render(user.await(), cart.await());
 * }).await();
 * }</pre>
 *
 * <h2>How a scope ends</h2>
 *
 * <ul>
 *   <li>When the block has returned and all children have ended, with what the block returned.
 *   <li>When the block or a child fails: everything else is dropped at once, awaited until its cleanup has run, and then the
 *       failure is thrown, with those of the others suppressed. A child's failure is the scope's even if its handle is
 *       awaited in a {@code try}; a child that is allowed to fail catches its failure itself. A child that was
 *       {@linkplain JoinHandle#abort aborted} has not failed.
 *   <li>When it is cancelled, by {@link #cancel} or by the token that it was made with: likewise, with a
 *       {@link java.util.concurrent.CancellationException}.
 * </ul>
 *
 * So whoever has awaited a scope knows that nothing of it runs any more. That holds however deep scopes are nested: when an inner
 * one is dropped, its children are awaited by the one around it. And it holds for what is {@code shield}ed in a
 * {@code finally} within: it runs to its end, and the scope awaits it.
 *
 * <h2>When the scope itself is dropped</h2>
 *
 * A drop cannot wait: a lost {@code select}, a {@code timeout} or the abort of the task around it drops the block and asks the
 * children to end; their cleanup runs on the runtime soon after, and may still run when the drop has returned. If there is a
 * scope around, that one awaits them. Where there is none and it matters, end the scope by a token and await it:
 *
 * <pre>{@code
 * var stop = new CancellationToken();
 * var all = spawn(scope(stop, s -> …));
 * stop.cancel();
 * all.await();             // CancellationException, after the last child has ended
 * }</pre>
 *
 * <p>A scope moves on when it is polled, as every future: one that is pinned and not polled hears of no failure.
 *
 * <p><b>Threads.</b> All methods may be called from any thread: also children spawn children.
 */
public final class Scope implements Spawner {
    /** The scope around the code that runs. Not inherited: what is spawned past a scope does not belong to it. */
    static final TaskLocal<@Nullable Scope> CURRENT = TaskLocal.of("scope");

    private final Spawner spawner;
    private final @Nullable Scope parent;
    private final TaskGroup group = new TaskGroup();

    /** Set when this scope has failed or was cancelled, before its children are aborted: who comes later aborts its own. */
    private volatile boolean ending;

    private volatile boolean cancelRequested;

    Scope(Spawner spawner, @Nullable Scope parent) {
        this.spawner = spawner;
        this.parent = parent;
    }

    /** What {@code Kyoto.scope} returns. */
    @CancelUnsafe("what the block and its children have done so far")
    public static <T extends @Nullable Object> Future<T> open(CancellationToken token, AsyncFunction<Scope, T> block) {
        return new ScopeFuture<>(Objects.requireNonNull(token, "token"), Objects.requireNonNull(block, "block"));
    }

    /** What {@code Kyoto.shield} returns. */
    @CancelUnsafe("the value of the future, which runs on and is begun anew")
    public static <T extends @Nullable Object> Future<T> shield(Future<T> future) {
        return new Shield<>(Objects.requireNonNull(future, "future"));
    }

    // ---- spawning

    /** {@link #spawn(Future)}, of a block. */
    public <T extends @Nullable Object> JoinHandle<T> spawn(AsyncBlock<T> block) {
        return spawn(Futures.async(block));
    }

    /** {@link #spawn(Future)}, of a block. */
    public JoinHandle<@Nullable Void> spawn(AsyncAction block) {
        return spawn(Futures.async(block));
    }

    /**
     * Starts {@code future} as a child of this scope. In a scope that has failed, the child is aborted at once.
     *
     * @throws IllegalStateException if the scope has ended
     */
    @Override
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
        requireOpen();
        return child(spawner.spawn(CURRENT.where(this, future)));
    }

    @Override
    public <T extends @Nullable Object> JoinHandle<T> spawn(String name, Future<T> future) {
        requireOpen();
        return child(spawner.spawn(name, CURRENT.where(this, future)));
    }

    @Override
    public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<? extends T> code) {
        requireOpen();
        return child(spawner.spawnBlocking(code));
    }

    private void requireOpen() {
        if (group.isClosed()) {
            throw new IllegalStateException("This scope has ended, and so must everything in it. Spawn before the block"
                    + " returns, or from a child; what may outlive the scope is spawned on the runtime.");
        }
    }

    private <T extends @Nullable Object> JoinHandle<T> child(JoinHandle<T> task) {
        Child<T> child = new Child<>(this, task, false);
        if (!group.add(child)) {
            task.abort();
            requireOpen();
        }
        if (ending) {
            Dropper.SCOPE.run(task::abort);
        }
        return child.handle;
    }

    /** Ends this scope: everything in it is dropped and awaited; then it fails with a {@code CancellationException}. */
    public void cancel() {
        cancelRequested = true;
        group.wakeJoiner();
    }

    // ---- for the future of this scope

    TaskGroup group() {
        return group;
    }

    boolean isCancelRequested() {
        return cancelRequested;
    }

    void abortChildren() {
        ending = true;
        group.abortAll(Dropper.SCOPE);
    }

    /** Nobody polls this scope any more: its children become those of the nearest scope around that is still open. */
    void abandon() {
        group.close();
        abortChildren();
        Scope heir = parent;
        while (heir != null && heir.group.isClosed()) {
            heir = heir.parent;
        }
        if (heir != null) {
            group.moveTo(heir.group);
        } else {
            group.detachAll();
        }
    }

    /** Spawns what must run to its end, awaited by this scope, or by the nearest one around that is still open. */
    <T extends @Nullable Object> JoinHandle<T> spawnShielded(Future<T> future) {
        JoinHandle<T> task = spawner.spawn(CURRENT.where(this, future));
        Child<T> child = new Child<>(this, task, true);
        for (Scope heir = this; heir != null; heir = heir.parent) {
            if (!heir.group.isClosed() && heir.group.add(child)) {
                return child.handle;
            }
        }
        return child.outside();
    }

    /** A task in the group of a scope: of its own one, or of one around that has inherited it. */
    static final class Child<T extends @Nullable Object> extends TaskGroup.Member<T> {
        private final Scope home;

        /** What the user has: the task's own handle is the group's. */
        private final ScopedHandle<T> handle;

        Child(Scope home, JoinHandle<T> task, boolean shielded) {
            super(task, shielded);
            this.home = home;
            this.handle = new ScopedHandle<>(task);
        }

        /** The task has ended. Returns the failure that {@code scope} fails with because of that, or null. */
        @Nullable Throwable deliverTo(Scope scope) {
            Outcome<T> outcome = outcome();
            boolean failsTheScope = home == scope && !isShielded();
            handle.fulfil(outcome, failsTheScope);
            return failsTheScope && !outcome.isAborted() ? outcome.failure() : null;
        }

        @Override
        void detached() {
            handle.fulfil(Outcome.aborted(handle), true);
        }

        /** The handle, of a child that no scope has taken. */
        JoinHandle<T> outside() {
            Outcome<T> taken = outcomeIfTaken();
            if (taken == null) {
                return task();
            }
            handle.fulfil(taken, false);
            return handle;
        }
    }
}
