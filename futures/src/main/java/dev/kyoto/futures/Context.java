package dev.kyoto.futures;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a future is told at each poll: whom to wake, how much it may still do in this poll, and which executor it runs on.
 *
 * <p>A context is valid for one poll only and on the polling thread only: executors use the same object again for the
 * next task. Keep {@link #waker()}, never the context.
 *
 * <p><b>Cooperative budget.</b> A task whose sources are always ready would never return to its executor. Each leaf
 * future therefore asks {@link #proceed()} before it makes progress, and hands the unit back with {@link #refund()} when
 * it could make none. At zero, {@code proceed()} answers false, has already arranged that the task is polled again after
 * others had their turn, and the leaf returns pending. Inspired by Tokio's coop module.
 *
 * <p>Executors extend this class; everybody else only calls it.
 */
public abstract class Context {
    /** A budget that no poll uses up. */
    protected static final int UNCONSTRAINED = Integer.MAX_VALUE;

    /** The executor's own context, which holds the budget; this, unless this was derived. */
    private final Context root;

    private Waker waker;
    private int budget = UNCONSTRAINED;

    /** Of the root: whether anybody asked for a waker in this poll. */
    private boolean wakerTaken;

    /** For executors: a context with no waker yet; {@link #begin} sets it. */
    protected Context() {
        this.root = this;
        this.waker = Waker.noop();
    }

    private Context(Context root, Waker waker) {
        this.root = root;
        this.waker = waker;
    }

    /** A context outside any executor: no budget limit, no {@linkplain #service service}. */
    public static Context of(Waker waker) {
        Context context = new Standalone();
        context.begin(waker, UNCONSTRAINED);
        return context;
    }

    /** For executors: starts a poll that wakes {@code waker} and may use {@code budget} units. */
    protected final void begin(Waker waker, int budget) {
        this.waker = waker;
        this.budget = budget;
        this.wakerTaken = false;
    }

    /**
     * For executors: whether anybody has asked for {@link #waker()} since {@link #begin}, or for one derived from it. A poll that
     * is pending though nobody did, and nothing was deferred, has arranged for no wake.
     */
    protected final boolean wakerTaken() {
        return root.wakerTaken;
    }

    /** For executors: the units left; {@code setBudget} puts them back, as around a future that is not constrained. */
    protected final int budget() {
        return root.budget;
    }

    protected final void setBudget(int budget) {
        root.budget = budget;
    }

    /** Whom to wake when the polled future can make progress. */
    public final Waker waker() {
        root.wakerTaken = true;
        return waker;
    }

    /**
     * The waker that the executor began this poll with, whatever combinators made of it on the way: by its identity, the
     * task that is being polled. What waits for one task at a time tells two by it.
     */
    public final Waker taskWaker() {
        return root.waker;
    }

    /**
     * The {@linkplain TaskIdentity#id() number} of the task that is being polled; 0 if its executor numbers none. By it a lock knows
     * who has it, which keeps nothing alive, and costs a garbage collector nothing.
     */
    public final long taskId() {
        return root.currentTaskId();
    }

    /** For executors that number their tasks: {@link #taskId()} of this poll. */
    protected long currentTaskId() {
        return 0;
    }

    /** This context with another waker, sharing budget and executor: for a future that polls children of its own. */
    public final Context withWaker(Waker waker) {
        return waker == this.waker ? this : new Derived(root, waker);
    }

    /**
     * A derived context whose waker is {@linkplain #setWaker set} anew for each child: one object for each poll of a
     * combinator, however many children it polls.
     */
    final Context forChildren() {
        return new Derived(root, waker);
    }

    /** Only on a context made by {@link #forChildren()}. */
    final void setWaker(Waker waker) {
        this.waker = waker;
    }

    /**
     * Takes one unit of the budget. On false the task has been re-scheduled already: return pending, touch nothing.
     */
    public final boolean proceed() {
        int left = root.budget;
        if (left == 0) {
            root.deferExhausted(waker);
            return false;
        }
        root.budget = left - 1;
        return true;
    }

    /** Whether {@link #proceed()} would take a unit. To ask takes none, and arranges nothing. */
    public final boolean hasBudgetRemaining() {
        return root.budget != 0;
    }

    /** Hands back the unit that {@link #proceed()} took, because no progress could be made. */
    public final void refund() {
        root.budget++;
    }

    /** Arranges that {@link #waker()} is woken after others had their turn; a future that yields calls this. */
    public final void defer() {
        root.defer(waker);
    }

    /**
     * For executors: wake {@code waker} once the tasks that are ready now have run. However many go on giving way, timers, I/O
     * and tasks that come from elsewhere must get their turn too, though not before each of these wakes.
     */
    protected abstract void defer(Waker waker);

    /** For executors: {@link #defer(Waker)} of a task that used up its budget; overridden by those that count. */
    protected void deferExhausted(Waker waker) {
        defer(waker);
    }

    /** A number from 0 to {@code bound - 1}: from the executor's own generator, so that a seed replays it. */
    public abstract int nextInt(int bound);

    /** What the executor offers under this type (a runtime, a clock), or null. */
    public abstract <S> @Nullable S service(Class<S> type);

    private static final class Derived extends Context {
        Derived(Context root, Waker waker) {
            super(root, waker);
        }

        @Override
        protected void defer(Waker waker) {
            super.root.defer(waker);
        }

        @Override
        public int nextInt(int bound) {
            return super.root.nextInt(bound);
        }

        @Override
        public <S> @Nullable S service(Class<S> type) {
            return super.root.service(type);
        }
    }

    private static final class Standalone extends Context {
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
            return null;
        }
    }
}
