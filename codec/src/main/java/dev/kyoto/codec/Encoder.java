package dev.kyoto.codec;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;

/**
 * Makes bytes of frames.
 *
 * <p>An encoder may remember what it has seen; then it belongs to one connection. It is called by one thread at a time.
 *
 * @param <T> the type of the frames
 */
@FunctionalInterface
public interface Encoder<T> {
    /**
     * Appends {@code frame} to {@code out}.
     *
     * @throws IOException if it cannot be sent; the sink of frames then ends with this
     */
    void encode(T frame, OutputBuffer out) throws IOException;

    /** An encoder of what {@code function} makes frames of this one from. */
    default <R> Encoder<R> contramap(Function<? super R, ? extends T> function) {
        Objects.requireNonNull(function, "function");
        return (frame, out) -> encode(function.apply(frame), out);
    }
}
