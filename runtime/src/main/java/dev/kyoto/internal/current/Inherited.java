package dev.kyoto.internal.current;

import dev.kyoto.futures.Future;
import dev.kyoto.tracing.ThreadContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is spawned takes along what is bound where it is spawned: task-locals as they are, if they are inheritable; of each thread
 * context another one, for a context is in place on one thread at a time.
 */
public final class Inherited<T extends @Nullable Object> extends WithBindings<T> {
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
        Bindings around = Here.bindings();
        if (around == null && carried.isEmpty()) {
            return future;
        }
        Future<T> inner = future;
        for (ThreadContext context : contexts(around, carried)) {
            inner = new Entering<>(context, inner);
        }
        Bindings inherited = Bindings.inherited(around);
        return inherited == null ? inner : new Inherited<>(inherited, inner);
    }

    /**
     * {@code code} itself if there is nothing to take along.
     *
     * @param carried make contexts of what this thread has
     */
    public static <T extends @Nullable Object> Callable<? extends T> by(
            Callable<? extends T> code, List<Supplier<? extends ThreadContext>> carried) {
        Bindings around = Here.bindings();
        if (around == null && carried.isEmpty()) {
            return code;
        }
        List<ThreadContext> contexts = contexts(around, carried);
        Bindings inherited = Bindings.inherited(around);
        if (contexts.isEmpty() && inherited == null) {
            return code;
        }
        return () -> callWithin(contexts, contexts.size(), inherited, code);
    }

    /** The innermost of each kind, innermost first. What this thread has stands for all of the same kind that are bound. */
    private static List<ThreadContext> contexts(
            @Nullable Bindings around, List<Supplier<? extends ThreadContext>> carried) {
        List<ThreadContext> contexts = new ArrayList<>();
        List<Object> kinds = new ArrayList<>();
        for (Supplier<? extends ThreadContext> capture : carried) {
            ThreadContext captured = capture.get();
            contexts.add(captured);
            kinds.add(captured.kind());
        }
        for (Bindings at = around; at != null; at = at.outer()) {
            if (at.entered() && at.value() instanceof ThreadContext context && !kinds.contains(context.kind())) {
                kinds.add(context.kind());
                ThreadContext inherited = context.inherited();
                if (inherited != null) {
                    contexts.add(inherited);
                }
            }
        }
        return contexts;
    }

    /** Calls {@code code} with the first {@code count} contexts in place, the last of them outermost. */
    private static <T extends @Nullable Object> T callWithin(
            List<ThreadContext> contexts, int count, @Nullable Bindings bindings, Callable<? extends T> code)
            throws Exception {
        Bindings outer = Here.bindings();
        if (count == 0) {
            Here.bind(bindings);
            try {
                return code.call();
            } finally {
                Here.bind(outer);
            }
        }
        ThreadContext context = contexts.get(count - 1);
        context.enter();
        try {
            return callWithin(contexts, count - 1, Bindings.ofContext(context, bindings), code);
        } finally {
            context.exit();
        }
    }

    @Override
    Bindings within(@Nullable Bindings outer) {
        return inherited;
    }
}
