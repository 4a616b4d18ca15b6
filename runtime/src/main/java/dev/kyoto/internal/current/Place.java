package dev.kyoto.internal.current;

import org.jspecify.annotations.Nullable;

/** What a thread works for: a worker, or a runtime. */
public interface Place {
    /** What is offered here under {@code type}, or null. */
    <S> @Nullable S service(Class<S> type);
}
