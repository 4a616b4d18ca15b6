package dev.kyoto.futures;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A future that can be ended from outside, by {@link #abort()}: from a handler, another task, another thread. Made by
 * {@link Futures#abortable}.
 *
 * <pre>{@code
 * var download = abortable(download(url));
 * cancelButton.onClick(download::abort);
 * try {
 *     show(download.await());
 * } catch (CancellationException aborted) {
 *     …
 * }
 * }</pre>
 *
 * <p>Whoever owns a future drops it by {@link #cancel()}; this is for others than its owner. A task has an {@code abort()}
 * of its own.
 *
 * <p><b>Cancel safety.</b> That of the future inside.
 */
public final class Abortable<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Future<T> source;
    private final AtomicWaker waker = new AtomicWaker();
    private volatile boolean aborted;

    Abortable(Future<T> source) {
        this.source = source;
    }

    /**
     * Ends this future: at its next poll, for which its task is woken, the future inside is dropped, and this one fails with
     * {@link CancellationException}. After the end it has no effect. Thread-safe.
     */
    public void abort() {
        aborted = true;
        waker.wake();
    }

    /** Whether {@link #abort()} was called, also if it came too late. */
    public boolean isAborted() {
        return aborted;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!aborted) {
            waker.register(cx.waker());
        }
        if (aborted) {
            Drop.cancel(source, Dropper.ABORT);
            throw new CancellationException("This future was ended by abort().");
        }
        Poll<T> poll = source.poll(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        waker.take(); // a late abort wakes nobody
        return readyWith(poll.value());
    }

    @Override
    protected void dropped() {
        waker.take();
        Drop.cancel(source);
    }

    @Override
    protected String describe() {
        return "abortable(…)";
    }
}
