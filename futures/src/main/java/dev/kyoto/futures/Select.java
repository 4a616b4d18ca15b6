package dev.kyoto.futures;

import java.util.Arrays;
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
public final class Select<R extends @Nullable Object> extends AbstractFuture<R> {
    private final Children children;
    private final Choice choice = new Choice();

    /** Null where the branch is disabled, and everywhere once there is a winner. */
    private final @Nullable AsyncFunction<Object, R>[] handlers;

    private @Nullable AsyncBlock<R> otherwise;
    private boolean biased;
    private boolean choosing;

    /** What runs once there is a winner. */
    private @Nullable Future<R> continuation;

    @SuppressWarnings({"unchecked", "rawtypes"}) // a handler that yields a subtype of R yields an R
    Select(Branch<? extends R>[] branches) {
        Future<?>[] futures = new Future<?>[branches.length];
        handlers = new AsyncFunction[branches.length];
        for (int i = 0; i < branches.length; i++) {
            futures[i] = branches[i].future;
            handlers[i] = (AsyncFunction<Object, R>) branches[i].handler;
        }
        children = new Children(futures);
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
            if (children.unfinished() == 0) {
                return nothingEnabled(cx);
            }
        }
        int count = children.count();
        children.poll(cx, biased || count == 1 ? 0 : cx.nextInt(count), choice);
        if (!choice.isMade()) {
            return Poll.pending();
        }
        children.drop();
        return handle(choice.winner, choice.take(), cx);
    }

    private void dropDisabled() {
        for (int i = 0; i < handlers.length; i++) {
            if (handlers[i] == null) {
                children.drop(i);
            }
        }
    }

    private Poll<R> nothingEnabled(Context cx) throws Exception {
        if (otherwise == null) {
            throw new IllegalStateException("Every branch of this select is disabled, so it would wait for ever. Enable"
                    + " one of them, or say what to do then: select(…).orElse(() -> …).");
        }
        if (otherwise instanceof CompiledBlock<?>) {
            return continueWith(CompiledBlock.start(otherwise), cx);
        }
        return readyWith(otherwise.run());
    }

    /** A handler that the Kyoto compiler did not compile is simply called; an await inside it fails by itself. */
    @SuppressWarnings("NullAway") // a disabled branch was dropped and cannot win; the value is that of its future
    private Poll<R> handle(int winner, @Nullable Object value, Context cx) throws Exception {
        AsyncFunction<Object, R> handler = handlers[winner];
        Arrays.fill(handlers, null); // what the others captured need not outlive them
        if (handler instanceof CompiledBlock<?>) {
            return continueWith(CompiledBlock.start(handler, value), cx);
        }
        return readyWith(handler.apply(value));
    }

    private Poll<R> continueWith(Future<R> future, Context cx) throws Exception {
        continuation = future;
        return future.poll(cx);
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<R> handler = continuation;
        return handler == null ? children.awaited() : List.of(handler);
    }

    @Override
    protected void dropped() {
        if (continuation != null) {
            Drop.cancel(continuation);
        } else {
            children.drop();
        }
    }

    @Override
    protected String describe() {
        return "select";
    }

    /** How the first branch to end has ended. */
    private static final class Choice implements Children.Outcomes {
        private static final int NONE = -1;

        int winner = NONE;
        private @Nullable Object value;
        private @Nullable Throwable failure;

        @Override
        public boolean ready(int index, @Nullable Object value) {
            winner = index;
            this.value = value;
            return false;
        }

        @Override
        public boolean failed(int index, Throwable failure) {
            winner = index;
            this.failure = failure;
            return false;
        }

        boolean isMade() {
            return winner != NONE;
        }

        /** The value, once, or the failure thrown. */
        @Nullable Object take() throws Exception {
            if (failure != null) {
                throw Children.rethrow(failure);
            }
            Object taken = value;
            value = null;
            return taken;
        }
    }
}
