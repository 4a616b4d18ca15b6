package dev.kyoto.internal.current;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.tracing.ThreadContext;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is spawned takes along what is bound where it is spawned: task-locals as they are, if they are inheritable; of each thread
 * context another one, for a context is in place on one thread at a time.
 */
public final class Inherited<T extends @Nullable Object> extends WithBindings<T> {
    /** The contexts are in front. */
    private final Bindings inherited;

    private Inherited(Bindings inherited, Future<T> source) {
        super(source);
        this.inherited = inherited;
    }

    /**
     * {@code future} itself if there is nothing to take along.
     *
     * @param carried make contexts of what this thread has
     */
    public static <T extends @Nullable Object> Future<T> by(
            Future<T> future, List<Supplier<? extends ThreadContext>> carried) {
        Bindings inherited = inherited(carried);
        return inherited == null ? future : new Inherited<>(inherited, future);
    }

    /**
     * {@code code} itself if there is nothing to take along.
     *
     * @param carried make contexts of what this thread has
     */
    public static <T extends @Nullable Object> Callable<? extends T> by(
            Callable<? extends T> code, List<Supplier<? extends ThreadContext>> carried) {
        Bindings inherited = inherited(carried);
        if (inherited == null) {
            return code;
        }
        return () -> {
            Bindings outer = Here.bind(inherited);
            inherited.enter();
            try {
                return code.call();
            } finally {
                inherited.exit();
                Here.bind(outer);
            }
        };
    }

    /** What a task that is spawned on this thread takes along. */
    private static @Nullable Bindings inherited(List<Supplier<? extends ThreadContext>> carried) {
        Bindings around = Here.bindings();
        if (around == null && carried.isEmpty()) {
            return null;
        }
        Bindings inherited = Bindings.inherited(around);
        for (Supplier<? extends ThreadContext> capture : carried) {
            inherited = Bindings.ofContext(capture.get(), inherited);
        }
        return around == null ? inherited : withContexts(around, around, inherited);
    }

    /**
     * {@code inherited}, and what the contexts from {@code at} outwards leave to a task: of each kind the innermost, and only if
     * none was taken off the thread already, since what the thread has is what the innermost has put there.
     */
    private static @Nullable Bindings withContexts(Bindings innermost, Bindings at, @Nullable Bindings inherited) {
        Bindings outer = at.outer();
        Bindings sofar = outer == null ? inherited : withContexts(innermost, outer, inherited);
        ThreadContext context = at.context();
        if (context == null || Bindings.hasKind(innermost, at, context) || Bindings.hasKind(inherited, null, context)) {
            return sofar;
        }
        ThreadContext own = context.inherited();
        return own == null ? sofar : Bindings.ofContext(own, sofar);
    }

    @Override
    Bindings within(@Nullable Bindings outer) {
        return inherited;
    }

    @Override
    Poll<T> pollWithin(Context cx) throws Exception {
        inherited.enter();
        try {
            return super.pollWithin(cx);
        } finally {
            inherited.exit();
        }
    }

    @Override
    void dropWithin() {
        inherited.enter();
        try {
            super.dropWithin();
        } finally {
            inherited.exit();
        }
    }
}
