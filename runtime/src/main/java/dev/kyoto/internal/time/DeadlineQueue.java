package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;
import dev.kyoto.futures.Waker;
import dev.kyoto.time.Clock;
import dev.kyoto.time.DelayQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code delayQueue}: a heap of deadlines, and one timer, which stands at the first of them while somebody waits. */
public final class DeadlineQueue<T> extends SelfPoll<@Nullable T> implements DelayQueue<T> {
    private final Clock clock;
    private final DeadlineHeap<Entry<T>> heap = new DeadlineHeap<>();
    private final QueueTimer timer = new QueueTimer();

    /** Who waits for the first deadline, and has to hear when another one is the first. */
    private @Nullable Waker waiting;

    private boolean closed;

    private static final class Entry<T> extends DeadlineHeap.Entry implements Key<T> {
        private final DeadlineQueue<T> queue;
        private final T value;

        Entry(DeadlineQueue<T> queue, T value) {
            this.queue = queue;
            this.value = value;
        }
    }

    public DeadlineQueue(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Key<T> insert(T value, Duration delay) {
        Objects.requireNonNull(value, "A value in a DelayQueue is not null: next() yields null when it is empty.");
        if (closed) {
            throw new IllegalStateException(
                    "A value was inserted into a DelayQueue that was closed, so it would never come out. Insert it before"
                            + " the close.");
        }
        var entry = new Entry<>(this, value);
        set(entry, delay);
        return entry;
    }

    @Override
    public Key<T> insertAt(T value, Instant deadline) {
        return insert(value, Duration.between(clock.instant(), deadline));
    }

    @Override
    public boolean reset(Key<T> key, Duration delay) {
        Entry<T> entry = entryOf(key);
        if (!entry.isQueued()) {
            return false;
        }
        set(entry, delay);
        return true;
    }

    @Override
    public boolean resetAt(Key<T> key, Instant deadline) {
        return reset(key, Duration.between(clock.instant(), deadline));
    }

    private void set(Entry<T> entry, Duration delay) {
        Entry<T> first = heap.first();
        heap.set(entry, TimerEntry.saturatedSum(clock.nanos(), TimerEntry.saturatedNanos(delay)));
        if (first == entry || heap.first() == entry) {
            tellWhoWaits();
        }
    }

    @Override
    public @Nullable T remove(Key<T> key) {
        Entry<T> entry = entryOf(key);
        if (!entry.isQueued()) {
            return null;
        }
        boolean wasFirst = heap.first() == entry;
        heap.remove(entry);
        if (wasFirst) {
            tellWhoWaits();
        }
        return entry.value;
    }

    private Entry<T> entryOf(Key<T> key) {
        if (!(key instanceof Entry<T> entry) || entry.queue != this) {
            throw new IllegalArgumentException(
                    "This key is one of another DelayQueue. Use it with the queue whose insert(…) has returned it.");
        }
        return entry;
    }

    private void tellWhoWaits() {
        Waker waker = waiting;
        if (waker != null) {
            waiting = null;
            waker.wake();
        }
    }

    @Override
    public Poll<@Nullable T> pollNext(Context cx) {
        if (closed) {
            throw new IllegalStateException(
                    "A DelayQueue was closed and is read again. Close it behind the last next().");
        }
        forgetValue();
        if (!cx.proceed()) {
            return Poll.pending();
        }
        waiting = null;
        Entry<T> first = heap.first();
        if (first == null) {
            timer.stop();
            return Poll.ready(null);
        }
        if (first.deadline() > clock.nanos() && !timer.isDueAt(first.deadline(), cx)) {
            waiting = cx.waker();
            cx.refund();
            return Poll.pending();
        }
        heap.remove(first);
        return readyWith(first.value);
    }

    @Override
    public @Nullable T peek() {
        Entry<T> first = heap.first();
        return first == null ? null : first.value;
    }

    @Override
    public void clear() {
        heap.clear();
        timer.stop();
        tellWhoWaits();
    }

    @Override
    public int size() {
        return heap.size();
    }

    @Override
    public void close() {
        closed = true;
        waiting = null;
        forgetValue();
        clear();
    }

    @Override
    public String toString() {
        return "DelayQueue[" + size() + "]";
    }
}
