package dev.kyoto.internal.current;

import org.jspecify.annotations.Nullable;

/**
 * Task-locals that are bound, innermost first. Immutable, so that a task may take them along.
 *
 * @param key by identity
 * @param inheritable whether spawned tasks take this one along
 * @param outer what was bound around it
 */
public record Bindings(
        Object key,
        @Nullable Object value,
        boolean inheritable,
        @Nullable Bindings outer) {
    /** The innermost binding of {@code key} in {@code bindings}, or null. */
    public static @Nullable Bindings find(@Nullable Bindings bindings, Object key) {
        Bindings at = bindings;
        while (at != null && at.key != key) {
            at = at.outer;
        }
        return at;
    }

    /** Those of {@code bindings} that a spawned task takes along; {@code bindings} itself if these are all. */
    public static @Nullable Bindings inherited(@Nullable Bindings bindings) {
        if (bindings == null) {
            return null;
        }
        Bindings outer = inherited(bindings.outer);
        if (!bindings.inheritable) {
            return outer;
        }
        return outer == bindings.outer ? bindings : new Bindings(bindings.key, bindings.value, true, outer);
    }
}
