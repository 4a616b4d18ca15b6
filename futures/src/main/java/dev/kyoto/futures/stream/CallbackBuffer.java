package dev.kyoto.futures.stream;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Waker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands between listeners, on any threads, and the one reader of a {@link CallbackStream}: what was heard and not read yet.
 * It is guarded by the lock of {@link #waiting}, which is not held while a waker runs.
 *
 * <p><b>No wake is lost.</b> The reader registers its waker and then looks, under the lock; a listener changes what is found there
 * under the lock, and then wakes.
 */
final class CallbackBuffer<T> implements Callbacks<T> {
    private final int capacity;
    private final Overflow overflow;
    private final AtomicWaker reader = new AtomicWaker();

    /** In the order of their arrival. It is also the lock. */
    private final Deque<T> waiting = new ArrayDeque<>();

    /** Whether no more elements are taken. Under the lock. */
    private boolean ended;

    /** How it ended. Under the lock. */
    private @Nullable Exception failure;

    CallbackBuffer(int capacity, Overflow overflow) {
        if (capacity < 1) {
            throw new IllegalArgumentException("fromCallbacks: there is room for at least 1 element, not " + capacity
                    + ", because what a callback brings has to wait for its reader.");
        }
        this.capacity = capacity;
        this.overflow = Objects.requireNonNull(overflow, "overflow");
    }

    // ---- listeners

    @Override
    public boolean emit(T element) {
        Elements.require(element, "emit");
        boolean hasRoom;
        synchronized (waiting) {
            if (ended) {
                return false;
            }
            hasRoom = waiting.size() < capacity || makeRoom();
            if (hasRoom) {
                waiting.addLast(element);
            }
        }
        reader.wake();
        return hasRoom;
    }

    /** Under the lock. */
    private boolean makeRoom() {
        switch (overflow) {
            case DROP_OLDEST -> waiting.removeFirst();
            case DROP_NEWEST -> {
                return false;
            }
            case FAIL -> {
                ended = true;
                failure = new IllegalStateException("The reader of a stream of callbacks is too slow: " + capacity
                        + " elements wait already. Read faster, give it a larger capacity, or choose an Overflow that drops"
                        + " elements.");
                return false;
            }
        }
        return true;
    }

    @Override
    public void end() {
        end(null);
    }

    @Override
    public void fail(Exception failure) {
        end(Objects.requireNonNull(failure, "failure"));
    }

    private void end(@Nullable Exception failure) {
        synchronized (waiting) {
            if (ended) {
                return;
            }
            ended = true;
            this.failure = failure;
        }
        reader.wake();
    }

    // ---- the reader

    /** Makes {@code waker} the one that is woken by what comes after the next look. */
    void register(Waker waker) {
        reader.register(waker);
    }

    /** The next element, or null if there is none now. */
    @Nullable T poll() {
        synchronized (waiting) {
            return waiting.pollFirst();
        }
    }

    /**
     * Whether everything was read and there will be no more.
     *
     * @throws Exception the failure, if that is the end
     */
    boolean isOver() throws Exception {
        synchronized (waiting) {
            if (!ended || !waiting.isEmpty()) {
                return false;
            }
            if (failure != null) {
                throw failure;
            }
            return true;
        }
    }

    /** Nobody reads any more. */
    void close() {
        reader.take();
        synchronized (waiting) {
            ended = true;
            waiting.clear();
        }
    }
}
