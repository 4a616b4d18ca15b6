package dev.kyoto.futures;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One future and then, depending on how it ended, another: {@link Future#andThen} and {@link Future#orElse}. */
abstract class Sequel<T extends @Nullable Object, R extends @Nullable Object> extends AbstractFuture<R> {
    /** Null from when there is a sequel: one of the two is always there. */
    private @Nullable Future<T> source;

    private @Nullable Future<R> sequel;

    private Sequel(Future<T> source) {
        this.source = source;
    }

    static <T extends @Nullable Object, R extends @Nullable Object> Future<R> andThen(
            Future<T> source, Function<? super T, ? extends Future<R>> next) {
        Objects.requireNonNull(next, "next");
        return new Sequel<T, R>(source) {
            @Override
            Poll<R> pollSource(Future<T> source, Context cx) throws Exception {
                Poll<T> poll = source.poll(cx);
                return poll.isPending() ? Poll.pending() : continueWith(next.apply(poll.value()), cx);
            }

            @Override
            protected String describe() {
                return "andThen(…)";
            }
        };
    }

    static <T extends @Nullable Object> Future<T> orElse(
            Future<T> source, Function<? super Exception, ? extends Future<T>> recovery) {
        Objects.requireNonNull(recovery, "recovery");
        return new Sequel<T, T>(source) {
            @Override
            Poll<T> pollSource(Future<T> source, Context cx) throws Exception {
                try {
                    return source.poll(cx);
                } catch (Exception failure) {
                    return continueWith(recovery.apply(failure), cx);
                }
            }

            @Override
            protected String describe() {
                return "orElse(…)";
            }
        };
    }

    /** Polls the first future; once that has ended, {@link #continueWith} the second, if there is to be one. */
    abstract Poll<R> pollSource(Future<T> source, Context cx) throws Exception;

    final Poll<R> continueWith(Future<R> next, Context cx) throws Exception {
        source = null;
        sequel = Objects.requireNonNull(next, "the future returned by the function");
        return next.poll(cx);
    }

    @Override
    @SuppressWarnings("NullAway") // one of the two is there
    protected final Poll<R> step(Context cx) throws Exception {
        return source != null ? pollSource(source, cx) : sequel.poll(cx);
    }

    @Override
    protected final AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected final List<? extends Future<?>> awaited() {
        Future<T> first = source;
        Future<R> second = sequel;
        return first != null ? List.of(first) : second != null ? List.of(second) : List.of();
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    protected final void dropped() {
        Drop.cancel(source != null ? source : sequel);
    }
}
