package dev.kyoto.time;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Values that come out when their time has come: entries of a cache that expire, connections that were idle for too long, tries
 * that are due again. Made by {@link dev.kyoto.Kyoto#delayQueue()}.
 *
 * <pre>{@code
 * try (var idle = Kyoto.<Connection>delayQueue()) {
 *     while (true) {
 *         select(
 *                 on(accepted.recv(), connection -> connection.key = idle.insert(connection, ofMinutes(5))),
 *                 on(active.recv(), connection -> idle.reset(connection.key, ofMinutes(5))),
 *                 onIf(!idle.isEmpty(), idle.next(), connection -> drop(connection))).await();
 *     }
 * }
 * }</pre>
 *
 * <p>The values come in the order of their deadlines, and those of the same deadline in the order in which that was set. However
 * many there are, the runtime has one timer for them; to insert, reset or remove takes logarithmic time. A value comes up to a
 * millisecond after its deadline, as any timer, and never before.
 *
 * <p><b>Where it differs from other streams.</b> Its end is not for ever: {@link #next()} yields null when the queue is empty, and
 * values again after some were inserted. An operator over it ends when it is empty.
 *
 * <p><b>Cancel safety.</b> A dropped {@link #next()} loses nothing: a value leaves the queue only in the poll that yields it.
 *
 * <p>It serves one task at a time, as any stream does, which inserts and reads. While a {@link #next()} of that task waits, what is
 * inserted, reset or removed is minded. {@link #close()} drops what is left, and the timer; use it with try-with-resources.
 *
 * @param <T> the type of the values, which are not null
 */
public interface DelayQueue<T> extends Stream<T> {
    /** An entry of a queue: what is needed to reset or remove it. */
    interface Key<T> {}

    /**
     * Adds {@code value}, to come out {@code delay} from now: at once, if that is negative.
     *
     * @throws IllegalStateException if this queue was closed
     */
    Key<T> insert(T value, Duration delay);

    /**
     * Adds {@code value}, to come out when the calendar says {@code deadline}. The time left is read off the clock now, and waited
     * for on the steady clock.
     *
     * @throws IllegalStateException if this queue was closed
     */
    Key<T> insertAt(T value, Instant deadline);

    /**
     * Lets an entry come out {@code delay} from now instead.
     *
     * @return false, without effect, if it has come out already, or was removed
     * @throws IllegalArgumentException if {@code key} is one of another queue
     */
    boolean reset(Key<T> key, Duration delay);

    /**
     * {@link #reset(Key, Duration)}, to a time of the calendar.
     *
     * @throws IllegalArgumentException if {@code key} is one of another queue
     */
    boolean resetAt(Key<T> key, Instant deadline);

    /**
     * Takes an entry out before its time.
     *
     * @return its value, or null if it has come out already, or was removed
     * @throws IllegalArgumentException if {@code key} is one of another queue
     */
    @Nullable T remove(Key<T> key);

    /**
     * Waits for the next value whose time has come; null when the queue is empty. In a {@code select}, disable that branch while
     * {@link #isEmpty()}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a value leaves the queue only in the poll that yields it.
     */
    @Override
    @CancelSafe
    default Future<@Nullable T> next() {
        return Stream.super.next();
    }

    /** The value that comes next, whether or not its time has come; null if the queue is empty. It stays in the queue. */
    @Nullable T peek();

    /** Removes all entries. */
    void clear();

    /** How many entries have not come out. */
    int size();

    default boolean isEmpty() {
        return size() == 0;
    }

    /** Drops all entries, and takes no more. Closing twice does nothing. */
    @Override
    void close();
}
