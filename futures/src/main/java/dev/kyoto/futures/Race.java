package dev.kyoto.futures;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The first of several futures of one type: {@code race}, {@code selectAll}, {@code selectOk}. */
final class Race<T extends @Nullable Object, R extends @Nullable Object> extends AbstractFuture<R>
        implements Children.Outcomes {
    /** What the future yields. */
    interface Result<T extends @Nullable Object, R extends @Nullable Object> {
        R of(int index, T value);
    }

    private final Children children;
    private final String name;
    private final boolean endsAtFailure;
    private final Result<T, R> result;
    private boolean won;
    private @Nullable Throwable failure;

    /**
     * @param name how messages call this future
     * @param endsAtFailure whether a failure wins; else the others go on, until none is left
     */
    Race(String name, boolean endsAtFailure, Result<T, R> result, Collection<? extends Future<? extends T>> futures) {
        if (futures.isEmpty()) {
            throw new IllegalArgumentException(name + " of no futures would wait for ever. Give it at least one.");
        }
        this.children = new Children(futures.toArray(new Future<?>[0]));
        this.name = name;
        this.endsAtFailure = endsAtFailure;
        this.result = result;
    }

    @Override
    protected Poll<R> step(Context cx) throws Exception {
        int count = children.count();
        children.poll(cx, count == 1 ? 0 : cx.nextInt(count), this);
        if (won) {
            children.drop();
            return this;
        }
        if (failure != null && (endsAtFailure || children.unfinished() == 0)) {
            children.drop();
            throw Children.rethrow(failure);
        }
        return Poll.pending();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the value of a future of T, which may be null
    public boolean ready(int index, @Nullable Object value) {
        won = true;
        readyWith(result.of(index, (T) value));
        return false;
    }

    @Override
    public boolean failed(int index, Throwable thrown) {
        failure = Children.combined(failure, thrown);
        return !endsAtFailure;
    }

    @Override
    protected void dropped() {
        children.drop();
    }

    @Override
    protected String describe() {
        return name;
    }
}
