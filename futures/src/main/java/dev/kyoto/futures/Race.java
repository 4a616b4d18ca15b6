package dev.kyoto.futures;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The first of several futures of one type: {@code race}, {@code selectAll}, {@code selectOk}. */
final class Race<T extends @Nullable Object, R extends @Nullable Object> extends Combinator<R> {
    /** What the future yields. */
    interface Result<T extends @Nullable Object, R extends @Nullable Object> {
        R of(int index, T value);
    }

    private final @Nullable Future<?>[] futures;
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
        super(futures.size());
        if (futures.isEmpty()) {
            throw new IllegalArgumentException(name + " of no futures would wait for ever. Give it at least one.");
        }
        this.futures = futures.toArray(new Future<?>[0]);
        this.name = name;
        this.endsAtFailure = endsAtFailure;
        this.result = result;
    }

    @Override
    protected Poll<R> step(Context cx) throws Exception {
        int count = childCount();
        pollChildren(cx, count == 1 ? 0 : cx.nextInt(count));
        if (won) {
            dropChildren();
            return this;
        }
        if (failure != null && (endsAtFailure || unfinished() == 0)) {
            dropChildren();
            throw rethrow(failure);
        }
        return Poll.pending();
    }

    @Override
    @Nullable Future<?> child(int index) {
        return futures[index];
    }

    @Override
    Dropper dropper() {
        return Dropper.RACE;
    }

    @Override
    void removeChild(int index) {
        futures[index] = null;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the value of a future of T, which may be null
    boolean ready(int index, @Nullable Object value) {
        removeChild(index);
        won = true;
        readyWith(result.of(index, (T) value));
        return false;
    }

    @Override
    boolean failed(int index, Throwable thrown) {
        removeChild(index);
        failure = combined(failure, thrown);
        return !endsAtFailure;
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ANY;
    }

    @Override
    protected String describe() {
        return name;
    }
}
