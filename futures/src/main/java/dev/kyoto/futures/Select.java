package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first of several futures. Made by {@code select}; may be configured until it is awaited.
 *
 * <p>Each poll looks at the branches from a random one onwards, unless the select is {@link #biased()}, and the first that
 * is ready wins. All others are cancelled <em>before</em> the winner's handler runs, so the handler may use what they held.
 * A branch that fails ends the select with that failure; the others are cancelled then too. However many branches there
 * are, a wake polls only those that were woken.
 *
 * <p><b>Cancel safety.</b> A select loses no value: a branch that was ready as well, but not chosen, was not polled, and
 * keeps or hands back its value as the future of that branch promises for being dropped unpolled. Work that a loser had
 * done half-way is lost, unless that branch is {@linkplain Futures#pin pinned}. Cancelling the select cancels all its
 * branches or, once there is a winner, the handler where it stands.
 *
 * @param <R> the type of the result
 */
public final class Select<R extends @Nullable Object> extends Combinator<R> {
    /** Null where the future has ended or was dropped. Null itself once there is a winner. */
    private @Nullable Branch<R> @Nullable [] branches;

    private @Nullable AsyncBlock<R> otherwise;
    private boolean biased;
    private boolean choosing;

    /** What runs once there is a winner, if that is an async block. */
    private @Nullable Future<R> continuation;

    @SuppressWarnings("unchecked") // a branch that yields a subtype of R yields an R, and the array is only read as one
    Select(Branch<? extends R>[] branches) {
        super(branches.length);
        this.branches = (Branch<R>[]) branches.clone();
    }

    /**
     * Looks at the branches in the order in which they were written, so that the first one that is ready wins. For a
     * branch that must not wait for its luck, such as a shutdown signal: write it first. A branch that is always ready
     * keeps all those after it from ever winning.
     *
     * @return this
     * @throws IllegalStateException if this select was polled before
     */
    public Select<R> biased() {
        checkConfigurable();
        biased = true;
        return this;
    }

    /**
     * What to do when every branch is disabled by its {@code onIf}. Without it, such a select fails.
     *
     * @return this
     * @throws IllegalStateException if this select was polled before
     */
    public Select<R> orElse(AsyncBlock<R> block) {
        checkConfigurable();
        otherwise = block;
        return this;
    }

    private void checkConfigurable() {
        if (isStarted()) {
            throw new IllegalStateException("This select was polled already. Call biased() and orElse(…) where it is"
                    + " made, before it is awaited.");
        }
    }

    @Override
    protected Poll<R> step(Context cx) throws Exception {
        if (continuation != null) {
            return continuation.poll(cx);
        }
        if (!choosing) {
            choosing = true;
            dropDisabled();
            if (unfinished() == 0) {
                return nothingEnabled(cx);
            }
        }
        int count = childCount();
        pollChildren(cx, biased || count == 1 ? 0 : cx.nextInt(count));
        if (branches != null) {
            return Poll.pending();
        }
        return continuation == null ? this : continuation.poll(cx);
    }

    @SuppressWarnings("NullAway") // nobody has won yet, and nothing was removed yet
    private void dropDisabled() {
        for (int i = 0; i < branches.length; i++) {
            if (branches[i].handler == null) {
                dropChild(i);
            }
        }
    }

    @Override
    @Nullable Future<?> child(int index) {
        @Nullable Branch<R> @Nullable [] all = branches;
        Branch<R> branch = all == null ? null : all[index];
        return branch == null ? null : branch.future;
    }

    @Override
    @SuppressWarnings("NullAway") // nobody has won yet
    @Nullable String siteOf(int index) {
        return branches[index].handler instanceof CompiledBlock<?> block ? block.encodedSource() : null;
    }

    @Override
    Dropper dropper() {
        return Dropper.SELECT;
    }

    @Override
    @SuppressWarnings("NullAway") // nobody has won yet
    void removeChild(int index) {
        branches[index] = null;
    }

    /** A handler that the Kyoto compiler did not compile is simply called; an await inside it fails by itself. */
    @Override
    @SuppressWarnings("NullAway") // the first winner, which was enabled, and whose handler takes what its future yields
    boolean ready(int index, @Nullable Object value) throws Exception {
        AsyncFunction<Object, R> handler = branches[index].handler;
        removeChild(index);
        dropChildren();
        branches = null; // what the others captured need not outlive them
        if (handler instanceof CompiledBlock<?>) {
            continuation = CompiledBlock.start(handler, value);
        } else {
            readyWith(handler.apply(value));
        }
        return false;
    }

    @Override
    boolean failed(int index, Throwable failure) {
        removeChild(index);
        dropChildren();
        throw rethrow(failure);
    }

    private Poll<R> nothingEnabled(Context cx) throws Exception {
        if (otherwise == null) {
            throw new IllegalStateException("Every branch of this select is disabled, so it would wait for ever. Enable"
                    + " one of them, or say what to do then: select(…).orElse(() -> …).");
        }
        if (otherwise instanceof CompiledBlock<?>) {
            continuation = CompiledBlock.start(otherwise);
            return continuation.poll(cx);
        }
        return readyWith(otherwise.run());
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<R> handler = continuation;
        return handler == null ? super.awaited() : List.of(handler);
    }

    @Override
    protected void dropped() {
        if (continuation != null) {
            Drop.cancel(continuation);
        } else {
            super.dropped();
        }
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ANY;
    }

    @Override
    protected String describe() {
        return "select";
    }
}
