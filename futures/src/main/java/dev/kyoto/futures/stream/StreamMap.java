package dev.kyoto.futures.stream;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams that come and go, each under a key, read as one: subscriptions, connections, whatever changes while it is read.
 *
 * <pre>{@code
 * try (var channels = new StreamMap<String, Message>()) {
 *     while (true) {
 *         select(
 *                 onIf(!channels.isEmpty(), channels.next(), next -> show(next.getKey(), next.getValue())),
 *                 on(commands.recv(), command -> command.isJoin()
 *                         ? channels.put(command.channel(), join(command.channel()))
 *                         : channels.remove(command.channel()))).await();
 *     }
 * }
 * }</pre>
 *
 * <p>Each element comes with the key of its stream. A stream that has ended is removed. Of many streams, only those that were
 * woken are polled, in the order in which they were, and one that has yielded an element is polled again after the others: so
 * one that is always ready starves none.
 *
 * <p><b>Where it differs from other streams.</b> Its end is not for ever: it yields null when no stream is in it, and goes on when
 * one was put in. And a failure is that of one stream, which is removed: who reads again goes on with the others. An operator
 * over it knows neither, and ends. A stream whose failures are to be told from those of others says so itself, by
 * {@link Stream#orElse}.
 *
 * <p><b>Cancel safety.</b> A dropped {@link #next()} loses nothing.
 *
 * <p>It serves one task at a time, as any stream does: put and remove where it is read, or from there by way of a channel. While
 * a {@link #next()} of that task waits, a stream that is put in wakes it. {@link #close()} closes all streams; use it with
 * try-with-resources.
 *
 * @param <K> the type of the keys, which need {@code equals} and {@code hashCode}
 * @param <T> the type of the elements
 */
public final class StreamMap<K, T> implements Stream<Map.Entry<K, T>> {
    private final PollSet<Keyed<K, T>> inflows = new PollSet<>();
    private final Map<K, Keyed<K, T>> byKey = new HashMap<>();
    private boolean closed;

    /** Without streams yet. */
    public StreamMap() {}

    /**
     * Puts in a stream, which this map owns from now on. One that is there under the same key is closed.
     *
     * @return whether there was one under this key
     * @throws IllegalStateException if this map was closed
     */
    public boolean put(K key, Stream<? extends T> stream) {
        Objects.requireNonNull(key, "key");
        if (closed) {
            throw new IllegalStateException(
                    "A stream was put into a StreamMap that was closed, so nobody would read it. Put it in before the close,"
                            + " or close it.");
        }
        var inflow = new Keyed<K, T>(key, stream);
        boolean replaced = remove(key);
        byKey.put(key, inflow);
        inflows.add(inflow);
        return replaced;
    }

    /**
     * Takes a stream out and closes it. What it has yielded was delivered; what it holds is lost.
     *
     * @return whether there was one under this key
     */
    public boolean remove(K key) {
        Keyed<K, T> removed = byKey.remove(key);
        if (removed == null) {
            return false;
        }
        inflows.remove(removed);
        removed.close();
        return true;
    }

    public boolean containsKey(K key) {
        return byKey.containsKey(key);
    }

    /** The keys of the streams that have not ended, in no order: a view that cannot be changed. */
    public Set<K> keys() {
        return Collections.unmodifiableSet(byKey.keySet());
    }

    /**
     * Shows {@code action} each stream that has not ended, with its key, in no order: to be looked at, for this map reads it. What
     * is put or removed meanwhile is a {@link java.util.ConcurrentModificationException}.
     */
    public void forEach(BiConsumer<? super K, ? super Stream<? extends T>> action) {
        byKey.forEach((key, inflow) -> action.accept(key, inflow.stream()));
    }

    /** How many streams have not ended. */
    public int size() {
        return byKey.size();
    }

    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    @Override
    public Poll<Map.@Nullable Entry<K, T>> pollNext(Context cx) throws Exception {
        if (closed) {
            throw new IllegalStateException(
                    "A StreamMap was closed and is read again. Close it behind the last next().");
        }
        for (Keyed<K, T> inflow = inflows.poll(cx); inflow != null; inflow = inflows.poll(cx)) {
            Inflow.settle(inflows, inflow);
            T element = takeFrom(inflow);
            if (element != null) {
                return Poll.ready(Map.entry(inflow.key, element));
            }
        }
        return byKey.isEmpty() ? Poll.ready(null) : Poll.pending();
    }

    private @Nullable T takeFrom(Keyed<K, T> inflow) throws Exception {
        T element = null;
        try {
            element = inflow.take();
        } finally {
            if (element == null) {
                byKey.remove(inflow.key);
            }
        }
        return element;
    }

    /**
     * Waits for the next element of any stream; null when there is no stream. In a {@code select}, disable that branch while
     * {@link #isEmpty()}.
     *
     * <p>The future fails with the failure of a stream, which is removed; the others are read on by the next call.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: an element is taken only in the poll that yields it.
     */
    @Override
    @CancelSafe
    public Future<Map.@Nullable Entry<K, T>> next() {
        return Stream.super.next();
    }

    /** Closes all streams. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        byKey.clear();
        inflows.drop();
    }

    @Override
    public String toString() {
        return "StreamMap" + byKey.keySet();
    }

    private static final class Keyed<K, T> extends Inflow<T> {
        private final K key;

        Keyed(K key, Stream<? extends T> stream) {
            super(stream);
            this.key = key;
        }
    }
}
