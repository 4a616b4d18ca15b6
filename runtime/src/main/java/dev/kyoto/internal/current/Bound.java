package dev.kyoto.internal.current;

import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/** A future with one more binding than there are around it. */
public final class Bound<T extends @Nullable Object> extends WithBindings<T> {
    private final Object key;
    private final @Nullable Object value;
    private final boolean inheritable;

    /** Made anew only when what is around has changed, which it hardly ever does from poll to poll. */
    private @Nullable Bindings last;

    public Bound(Object key, @Nullable Object value, boolean inheritable, Future<T> source) {
        super(source);
        this.key = key;
        this.value = value;
        this.inheritable = inheritable;
    }

    @Override
    Bindings within(@Nullable Bindings outer) {
        Bindings bindings = last;
        if (bindings == null || bindings.outer() != outer) {
            bindings = Bindings.ofLocal(key, value, inheritable, outer);
            last = bindings;
        }
        return bindings;
    }
}
