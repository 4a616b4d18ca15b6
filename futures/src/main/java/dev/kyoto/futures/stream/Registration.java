package dev.kyoto.futures.stream;

/** Registers a listener: see {@link Streams#fromCallbacks}. */
@FunctionalInterface
public interface Registration<T> {
    /**
     * Registers a listener that puts what it hears into {@code out}. Runs within the first poll of the stream, and so must not
     * wait.
     *
     * @return takes the listener away again; closed once, when the stream ends or is closed
     * @throws Exception the failure of the stream
     */
    AutoCloseable register(Callbacks<T> out) throws Exception;
}
