package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A future that survives losing a {@code select}: its {@link #cancel()} does nothing, so the next select goes on with it
 * where it stands. {@link #close()} drops it for good. Made by {@link Futures#pin}.
 *
 * <pre>{@code
 * try (var download = pin(download(url))) {
 *     while (!download.isDone()) {
 *         select(on(download, file -> show(file)), on(progress.tick(), tick -> draw(tick))).await();
 *     }
 * }
 * }</pre>
 *
 * <p><b>Cancel safety.</b> Dropping a pinned future loses nothing, whatever is inside. It makes no progress while nobody
 * polls it: what it holds (a lock, a permit, a half-read message) it keeps holding.
 *
 * <p>Like any future, it is polled by one thread at a time, and closed by the task that polls it.
 */
public final class Pinned<T extends @Nullable Object> implements Future<T>, AutoCloseable {
    /** Null once it is done, so that what it holds is kept no longer than it is of use. */
    private @Nullable Future<T> source;

    private State state = State.UNFINISHED;

    private enum State {
        UNFINISHED,
        COMPLETED,
        FAILED,
        CLOSED
    }

    Pinned(Future<T> source) {
        this.source = source;
    }

    /** Whether this future has yielded its value, has failed or was closed: it must not be polled again. */
    public boolean isDone() {
        return state != State.UNFINISHED;
    }

    @Override
    public Poll<T> poll(Context cx) throws Exception {
        Future<T> source = this.source;
        if (source == null) {
            throw new IllegalStateException(
                    "A pinned future was polled after it had " + ending() + ". In a loop of"
                            + " selects, leave the loop when it ends, or disable its branch: onIf(!pinned.isDone(), pinned, …).");
        }
        Poll<T> poll;
        try {
            poll = source.poll(cx);
        } catch (Throwable failure) {
            end(State.FAILED);
            throw failure;
        }
        if (poll.isReady()) {
            end(State.COMPLETED);
        }
        return poll;
    }

    private void end(State how) {
        state = how;
        source = null;
    }

    /** Does nothing, so that a lost race leaves the future as it is. See {@link #close()}. */
    @Override
    public void cancel() {}

    /** Drops the future inside, if it has not ended. Again, or after the end: no effect. */
    @Override
    public void close() {
        Future<T> dropped = source;
        if (dropped != null) {
            end(State.CLOSED); // first, so that a drop that comes back here finds it done
            Drop.cancel(dropped);
        }
    }

    AwaitTree.State progress() {
        return isDone() ? AwaitTree.State.DONE : AwaitTree.State.SUSPENDED;
    }

    List<? extends Future<?>> awaited() {
        Future<T> seen = source;
        return seen == null ? List.of() : List.of(seen);
    }

    private String ending() {
        return switch (state) {
            case COMPLETED -> "completed";
            case FAILED -> "failed";
            default -> "been closed";
        };
    }
}
