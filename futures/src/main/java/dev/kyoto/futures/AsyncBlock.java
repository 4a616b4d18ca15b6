package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** An async block that yields a value: {@code async(() -> { … return x.await() + 1; })}. */
@FunctionalInterface
public interface AsyncBlock<T extends @Nullable Object> extends AsyncCode {
    T run() throws Exception;
}
