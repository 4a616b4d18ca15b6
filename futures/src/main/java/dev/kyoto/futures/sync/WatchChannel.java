package dev.kyoto.futures.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What the handles of one {@link Watch} share: the latest value with its number, in one reference. So a receiver learns
 * both by one read, and senders need no lock: the last compare-and-set is the latest value.
 *
 * <p>{@link Until} says why no receiver misses a change: the value, and {@link #ended}, change first, and then
 * {@link #news} is broadcast.
 */
final class WatchChannel<T> {
    /** The number counts the sends before this one. */
    record Entry<T>(long number, T value) {}

    private static final VarHandle LATEST;

    static {
        try {
            LATEST = MethodHandles.lookup().findVarHandle(WatchChannel.class, "latest", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final HandleCount senders = new HandleCount();
    final HandleCount receivers = new HandleCount();

    /** Tells of a new value, and of the end. */
    final Notify news = new Notify();

    /** Tells that there is no receiver any more. */
    final Notify receiversGone = new Notify();

    volatile Entry<T> latest;

    /** Whether every sender is closed. */
    volatile boolean ended;

    WatchChannel(T initial) {
        latest = new Entry<>(0, initial);
    }

    /** Makes {@code value} the latest. Returns the one before. */
    T replace(T value) {
        while (true) {
            Entry<T> seen = latest;
            if (tryReplace(seen, value)) {
                return seen.value();
            }
        }
    }

    /**
     * Makes what {@code function} makes of the latest value the latest.
     *
     * @param evenIfEqual whether a value that equals the latest one is sent too
     * @return whether a value was sent
     */
    boolean update(UnaryOperator<T> function, boolean evenIfEqual) {
        while (true) {
            Entry<T> seen = latest;
            T value = Objects.requireNonNull(function.apply(seen.value()), Watch.NO_NULL);
            if (!evenIfEqual && value.equals(seen.value())) {
                return false;
            }
            if (tryReplace(seen, value)) {
                return true;
            }
        }
    }

    /** Makes {@code value} the latest if {@code seen} still is, and tells. */
    private boolean tryReplace(Entry<T> seen, T value) {
        if (!LATEST.compareAndSet(this, seen, new Entry<>(seen.number() + 1, value))) {
            return false;
        }
        news.notifyWaiters();
        return true;
    }

    void removeSender() {
        if (senders.remove()) {
            ended = true;
            news.notifyWaiters();
        }
    }

    void removeReceiver() {
        if (receivers.remove()) {
            receiversGone.notifyWaiters();
        }
    }
}
