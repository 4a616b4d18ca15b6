package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Stream#orElse}. */
final class Recovering<T> extends Operator<T, T> {
    private final Function<? super Exception, ? extends Stream<T>> recovery;
    private @Nullable Stream<T> replacement;

    Recovering(Stream<T> source, Function<? super Exception, ? extends Stream<T>> recovery) {
        super(source);
        this.recovery = Objects.requireNonNull(recovery, "recovery");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (replacement == null) {
            try {
                return source.pollNext(cx);
            } catch (Exception failure) {
                replacement =
                        Objects.requireNonNull(recovery.apply(failure), "the stream returned by orElse's function");
            }
        }
        return replacement.pollNext(cx);
    }

    @Override
    protected void released() {
        super.released();
        if (replacement != null) {
            replacement.close();
        }
    }
}
