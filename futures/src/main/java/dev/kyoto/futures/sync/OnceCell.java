package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first needed, by whoever needs it first: a connection, a cache, a token.
 *
 * <pre>{@code
 * private final OnceCell<Pool> pool = new OnceCell<>();
 *
 * Future<Pool> pool() {
 *     return pool.getOrInit(() -> Pool.connect(url).await());
 * }
 * }</pre>
 *
 * <p>One at a time makes the value; the others wait. If it fails or is dropped half-way, the cell stays empty and the
 * next one in line tries with its own block; its failure goes only to who awaits it.
 *
 * <p>A block that asks for the value of the cell that it is to fill waits for itself, for ever.
 *
 * <p>Thread-safe. What happened before the value was there is visible to whom sees it. There is no null value.
 */
public final class OnceCell<T> {
    private static final String NO_NULL = "The value of a OnceCell is not null: get() is, as long as there is none.";

    /** The right to make the value. Whoever has made it closes this instead of returning it. */
    private final Permits turn = new Permits(1);

    /** Written by who has the right only. */
    private volatile @Nullable T value;

    /** The value, or null as long as there is none. */
    public @Nullable T get() {
        return value;
    }

    /** Whether there is a value. */
    public boolean isInitialized() {
        return value != null;
    }

    /**
     * Fills the cell with {@code value}, unless it has one or somebody is just making it.
     *
     * @return whether the cell was filled by this call
     */
    public boolean trySet(T value) {
        Objects.requireNonNull(value, NO_NULL);
        if (!turn.tryAcquire(1)) {
            return false;
        }
        fill(value);
        return true;
    }

    /**
     * The value; if there is none, what {@code block} makes. The block runs in this future, when it is its turn and there
     * is no value still; its failure is that of this future. A block that yields null fails.
     *
     * <p><b>Cancel safety.</b> That of the block: a dropped future drops the block half-way, if it was its turn, and the
     * next one in line begins anew.
     */
    public Future<T> getOrInit(AsyncBlock<T> block) {
        return new Getting<>(this, Objects.requireNonNull(block, "block"));
    }

    private void fill(T value) {
        turn.disowned();
        this.value = value; // first, so that those who are sent away find it
        turn.close();
    }

    @Override
    public String toString() {
        T value = this.value;
        return value == null ? "OnceCell[]" : "OnceCell[" + value + "]";
    }

    /** Waits for the right to make the value: true, or false when that is not needed any more. */
    private static final class Turn extends Acquiring<Boolean> {
        Turn(Permits turn) {
            super(turn, 1);
        }

        @Override
        Poll<Boolean> acquired(Context cx) {
            permits.ownedBy(cx.taskId());
            return Poll.ready(true);
        }

        @Override
        Poll<Boolean> refused() {
            return Poll.ready(false);
        }

        @Override
        protected Resource resource() {
            return Resource.lock("OnceCell", permits, "", permits.owner());
        }

        @Override
        protected String describe() {
            return "the turn to make the value";
        }
    }

    private static final class Getting<T> extends AbstractFuture<T> {
        private final OnceCell<T> cell;
        private final AsyncBlock<T> block;

        /** Null before it is needed, and when it is over. */
        private @Nullable Turn turn;

        /** Whether this future has the right to make the value. */
        private boolean making;

        private @Nullable Future<T> body;

        Getting(OnceCell<T> cell, AsyncBlock<T> block) {
            this.cell = cell;
            this.block = block;
        }

        @Override
        protected Poll<T> step(Context cx) throws Exception {
            if (!making) {
                T found = cell.value;
                if (found != null) {
                    return found(found, cx);
                }
                Turn waiting = turn == null ? new Turn(cell.turn) : turn;
                turn = waiting;
                Poll<Boolean> mine = waiting.poll(cx);
                if (mine.isPending()) {
                    return Poll.pending();
                }
                turn = null;
                if (!mine.value()) {
                    return readyWith(Objects.requireNonNull(cell.value));
                }
                making = true;
            }
            return make(cx);
        }

        private Poll<T> found(T value, Context cx) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            if (turn != null) {
                Dropper.discard(turn);
                turn = null;
            }
            return readyWith(value);
        }

        private Poll<T> make(Context cx) throws Exception {
            T value;
            try {
                if (body == null) {
                    body = CompiledBlock.start(block);
                }
                Poll<T> made = body.poll(cx);
                if (made.isPending()) {
                    return Poll.pending();
                }
                value = Objects.requireNonNull(made.value(), NO_NULL);
            } catch (Throwable failure) {
                leaveToTheNext();
                throw failure;
            }
            making = false;
            cell.fill(value);
            return readyWith(value);
        }

        private void leaveToTheNext() {
            making = false;
            cell.turn.disowned();
            cell.turn.release(1);
        }

        @Override
        protected AwaitTree.Needs needs() {
            return AwaitTree.Needs.ALL;
        }

        @Override
        protected List<Resource> held() {
            return making ? List.of(Resource.lock("OnceCell", cell.turn, "", 0)) : List.of();
        }

        @Override
        protected List<? extends Future<?>> awaited() {
            Future<?> waiting = making ? body : turn;
            return waiting == null ? List.of() : List.of(waiting);
        }

        @Override
        protected void dropped() {
            if (turn != null) {
                turn.cancel();
            }
            if (making) {
                if (body != null) {
                    body.cancel();
                }
                leaveToTheNext();
            }
        }

        @Override
        protected String describe() {
            return "OnceCell.getOrInit(…)";
        }
    }
}
