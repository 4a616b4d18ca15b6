package dev.kyoto.internal.current;

import dev.kyoto.futures.Future;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What is spawned takes the inheritable task-locals along, as they are bound where it is spawned. */
public final class Inherited<T extends @Nullable Object> extends WithBindings<T> {
    private final Bindings inherited;

    private Inherited(Bindings inherited, Future<T> source) {
        super(source);
        this.inherited = inherited;
    }

    /** {@code future} itself if there is nothing to take along. */
    public static <T extends @Nullable Object> Future<T> by(Future<T> future) {
        Bindings inherited = Bindings.inherited(Here.bindings());
        return inherited == null ? future : new Inherited<>(inherited, future);
    }

    /** {@code code} itself if there is nothing to take along. */
    public static <T extends @Nullable Object> Callable<? extends T> by(Callable<? extends T> code) {
        Bindings inherited = Bindings.inherited(Here.bindings());
        if (inherited == null) {
            return code;
        }
        return () -> {
            Bindings outer = Here.bind(inherited);
            try {
                return code.call();
            } finally {
                Here.bind(outer);
            }
        };
    }

    @Override
    Bindings within(@Nullable Bindings outer) {
        return inherited;
    }
}
