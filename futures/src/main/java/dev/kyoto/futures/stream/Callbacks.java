package dev.kyoto.futures.stream;

/**
 * Where a listener puts what it hears: the other end of {@link Streams#fromCallbacks}. All methods may be called by any thread, also
 * by several at once, at any time, and none waits.
 */
public sealed interface Callbacks<T> permits CallbackBuffer {
    /**
     * Puts {@code element} behind those that wait for the reader.
     *
     * @return whether it is there now; false if there was no room for it, or the stream has ended or was closed
     */
    boolean emit(T element);

    /** The stream ends after what waits was read. Later calls have no effect. */
    void end();

    /** The stream fails with {@code failure} after what waits was read. Later calls have no effect. */
    void fail(Exception failure);
}
