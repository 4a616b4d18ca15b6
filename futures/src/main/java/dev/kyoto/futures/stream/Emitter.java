package dev.kyoto.futures.stream;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/** Where a {@link Generator} puts its elements. For that generator only: one task polls both. */
public sealed interface Emitter<T> permits Generated {
    /**
     * Hands {@code element} to the reader and waits until the reader asks for the next one. So a generator is never ahead of
     * its reader.
     *
     * <p><b>Cancel safety.</b> Dropped before the reader got it, the element is lost.
     *
     * <p>The future fails with {@link IllegalStateException} while another emit waits.
     */
    @CancelUnsafe("the element, unless the reader has it already")
    Future<@Nullable Void> emit(T element);

    /**
     * Emits all elements of {@code stream}, which is closed at its end, or when the future is dropped.
     *
     * <p><b>Cancel safety.</b> Dropped, it closes the stream; an element that waits for the reader is lost with the rest of it.
     */
    @CancelUnsafe("the elements that were not emitted yet")
    Future<@Nullable Void> emitAll(Stream<? extends T> stream);
}
