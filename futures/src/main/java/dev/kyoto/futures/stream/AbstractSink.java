package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place to start from when writing a sink by hand: it keeps the bookkeeping of the {@link Sink} contract, so that a subclass
 * states only when there is room, what becomes of an element, and what must be released.
 *
 * <pre>{@code
 * final class Collecting<T> extends AbstractSink<T> {
 *     final List<T> elements = new ArrayList<>();
 *
 *     @Override
 *     protected Poll<@Nullable Void> stepReady(Context cx) {
 *         return elements.size() < 100 ? Poll.ready(null) : Poll.pending();
 *     }
 *
 *     @Override
 *     protected void accept(T element) {
 *         elements.add(element);
 *     }
 * }
 * }</pre>
 *
 * <p>States: OPEN ⇄ READY; from both → FINISHED, FAILED or CLOSED, in which nothing is held any more. Like every sink it is polled
 * by one thread at a time, so the state is a plain field.
 */
public abstract class AbstractSink<T> implements Sink<T> {
    private enum State {
        /** The next element needs a {@link #stepReady}. */
        OPEN,
        /** There is room for an element. */
        READY,
        FINISHED,
        FAILED,
        CLOSED
    }

    private interface Step {
        Poll<@Nullable Void> poll(AbstractSink<?> sink, Context cx) throws Exception;
    }

    private State state = State.OPEN;

    /** One poll for room, called only while it is not known that there is some. */
    protected abstract Poll<@Nullable Void> stepReady(Context cx) throws Exception;

    /** Takes an element, for which there is room. */
    protected abstract void accept(T element) throws Exception;

    /** One poll until all that was taken is out; ready, unless this is overridden. */
    protected Poll<@Nullable Void> stepFlush(Context cx) throws Exception {
        return Poll.ready(null);
    }

    /** One poll until all that was taken is out and the other end knows that there is no more; unless overridden, {@link #stepFlush}. */
    protected Poll<@Nullable Void> stepFinish(Context cx) throws Exception {
        return stepFlush(cx);
    }

    /**
     * Releases what this sink holds. Called exactly once: when it has finished, after a failure, or when it is closed before. Must
     * not throw.
     */
    protected void released() {}

    @Override
    public final Poll<@Nullable Void> pollReady(Context cx) throws Exception {
        if (state == State.READY) {
            return Poll.ready(null);
        }
        Poll<@Nullable Void> poll = poll(AbstractSink::stepReady, cx);
        if (poll.isReady()) {
            state = State.READY;
        }
        return poll;
    }

    @Override
    public final void startSend(T element) throws Exception {
        Objects.requireNonNull(element, "An element of a sink is not null.");
        requireNotEnded();
        if (state != State.READY) {
            throw new IllegalStateException(describe()
                    + " was given an element for which it may have no room. Await send(…) or feed(…), or call pollReady until it is"
                    + " ready before each startSend.");
        }
        state = State.OPEN;
        try {
            accept(element);
        } catch (Throwable failure) {
            release(State.FAILED);
            throw failure;
        }
    }

    @Override
    public final Poll<@Nullable Void> pollFlush(Context cx) throws Exception {
        return poll(AbstractSink::stepFlush, cx);
    }

    @Override
    public final Poll<@Nullable Void> pollFinish(Context cx) throws Exception {
        if (state == State.FINISHED) {
            return Poll.ready(null);
        }
        Poll<@Nullable Void> poll = poll(AbstractSink::stepFinish, cx);
        if (poll.isReady()) {
            release(State.FINISHED);
        }
        return poll;
    }

    private Poll<@Nullable Void> poll(Step step, Context cx) throws Exception {
        requireNotEnded();
        try {
            return step.poll(this, cx);
        } catch (Throwable failure) {
            release(State.FAILED);
            throw failure;
        }
    }

    private void requireNotEnded() {
        String ending = switch (state) {
            case OPEN, READY -> null;
            case FINISHED -> "has finished";
            case FAILED -> "has failed";
            case CLOSED -> "was closed";
        };
        if (ending != null) {
            throw new IllegalStateException(describe() + " " + ending
                    + " and takes nothing any more. Finish or close a sink behind the last send.");
        }
    }

    @Override
    public final void close() {
        if (state == State.OPEN || state == State.READY) {
            release(State.CLOSED);
        }
    }

    private void release(State end) {
        state = end; // first, so that what is released here and comes back finds it done
        released();
    }

    /** How messages call this sink. */
    protected String describe() {
        return getClass().getSimpleName();
    }
}
