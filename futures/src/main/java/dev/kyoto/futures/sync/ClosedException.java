package dev.kyoto.futures.sync;

/**
 * The other side is gone: what was asked of a channel or semaphore can never happen again. The message says which side
 * was closed.
 *
 * <p>Unchecked, because most callers cannot do anything about it but end, which is what an exception that nobody catches
 * makes a task do. Where the end is part of the ordinary conversation it is no exception: {@code recv()} yields null.
 */
public final class ClosedException extends RuntimeException {
    ClosedException(String message) {
        super(message);
    }
}
