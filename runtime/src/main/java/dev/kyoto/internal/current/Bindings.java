package dev.kyoto.internal.current;

import dev.kyoto.tracing.Span;
import dev.kyoto.tracing.ThreadContext;
import org.jspecify.annotations.Nullable;

/**
 * What is bound around a future, innermost first: task-locals, thread contexts and spans. Immutable, so that a task may take
 * them along.
 *
 * @param key by identity
 * @param inheritable whether spawned tasks take this one along
 * @param entered whether the value is a {@link ThreadContext} that is in place on the thread
 * @param outer what was bound around it
 */
public record Bindings(
        Object key,
        @Nullable Object value,
        boolean inheritable,
        boolean entered,
        @Nullable Bindings outer) {
    /** The key of the current span. */
    private static final Object SPAN = new Object();

    /** A task-local. */
    public static Bindings ofLocal(Object key, @Nullable Object value, boolean inheritable, @Nullable Bindings outer) {
        return new Bindings(key, value, inheritable, false, outer);
    }

    /** A context, which nobody looks for. */
    static Bindings ofContext(ThreadContext context, @Nullable Bindings outer) {
        return new Bindings(context, context, false, true, outer);
    }

    /** A span, which is current here, and in tasks that are spawned here. */
    public static Bindings ofSpan(Span span, @Nullable Bindings outer) {
        return new Bindings(SPAN, span, true, true, outer);
    }

    /** The innermost binding of {@code key} in {@code bindings}, or null. */
    public static @Nullable Bindings find(@Nullable Bindings bindings, Object key) {
        Bindings at = bindings;
        while (at != null && at.key != key) {
            at = at.outer;
        }
        return at;
    }

    /** The innermost span in {@code bindings}, or null. */
    public static @Nullable Span findSpan(@Nullable Bindings bindings) {
        Bindings found = find(bindings, SPAN);
        return found == null ? null : (Span) found.value;
    }

    /** The context that is in place, if this is one; or null. */
    @Nullable ThreadContext context() {
        return entered ? (ThreadContext) value : null;
    }

    /** Whether a context of the same kind is among those from {@code first} outwards, before {@code end}. */
    static boolean hasKind(@Nullable Bindings first, @Nullable Bindings end, ThreadContext context) {
        for (Bindings at = first; at != null && at != end; at = at.outer) {
            ThreadContext other = at.context();
            if (other != null && other.kind().equals(context.kind())) {
                return true;
            }
        }
        return false;
    }

    /** Puts the contexts up to the first binding that is none in place, the outermost first. */
    void enter() {
        ThreadContext context = context();
        if (context != null) {
            if (outer != null) {
                outer.enter();
            }
            context.enter();
        }
    }

    /** Takes them away, the innermost first. */
    void exit() {
        ThreadContext context = context();
        if (context != null) {
            context.exit();
            if (outer != null) {
                outer.exit();
            }
        }
    }

    /** Those of {@code bindings} that a spawned task takes along as they are; {@code bindings} itself if these are all. */
    public static @Nullable Bindings inherited(@Nullable Bindings bindings) {
        if (bindings == null) {
            return null;
        }
        Bindings outer = inherited(bindings.outer);
        if (!bindings.inheritable) {
            return outer;
        }
        return outer == bindings.outer && !bindings.entered
                ? bindings
                : new Bindings(bindings.key, bindings.value, true, false, outer);
    }
}
