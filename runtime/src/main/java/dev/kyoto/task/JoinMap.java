package dev.kyoto.task;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tasks under keys, one for each, awaited one by one in the order in which they end: a {@link JoinSet} that can say which of
 * its tasks it was, and end a certain one.
 *
 * <pre>{@code
 * try (var downloads = new JoinMap<URI, Path>()) {
 *     for (URI uri : uris) {
 *         downloads.spawn(uri, download(uri));
 *     }
 *     Map.Entry<URI, Outcome<Path>> done;
 *     while ((done = downloads.joinNext().await()) != null) {
 *         show(done.getKey(), done.getValue());
 *     }
 * } // aborts those that still run, as after an exception
 * }</pre>
 *
 * <p>A task that is spawned under a key takes the place of the one that is there, which is aborted and is not joined any more.
 * Failures that nobody has taken go to the uncaught handler, as those of a {@link JoinSet} do.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, but one task at a time awaits.
 *
 * @param <K> the type of the keys, which need {@code equals} and {@code hashCode}
 * @param <T> what the tasks yield
 */
public final class JoinMap<K, T extends @Nullable Object> implements AutoCloseable {
    private final @Nullable Spawner spawner;
    private final TaskGroup group = new TaskGroup();

    /** The tasks that were neither joined nor replaced. It is also their lock. */
    private final Map<K, Keyed<K, T>> byKey = new HashMap<>();

    private static final class Keyed<K, T extends @Nullable Object> extends TaskGroup.Member<T> {
        private final K key;

        Keyed(K key, JoinHandle<T> handle) {
            super(handle, false);
            this.key = key;
        }
    }

    /** A map that spawns on whichever runtime is current. */
    public JoinMap() {
        this.spawner = null;
    }

    /** A map that spawns on {@code spawner}. */
    public JoinMap(Spawner spawner) {
        this.spawner = Objects.requireNonNull(spawner, "spawner");
    }

    // ---- spawning

    /**
     * Starts {@code future} as the task under {@code key}. One that is there is aborted.
     *
     * @throws IllegalStateException if this map is closed, or if there is no runtime
     */
    public AbortHandle spawn(K key, Future<T> future) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(future, "future");
        return put(key, spawner().spawn(future));
    }

    /** {@link #spawn(Object, Future)}, of a block. */
    public AbortHandle spawn(K key, AsyncBlock<T> block) {
        return spawn(key, Futures.async(block));
    }

    /** Runs {@code code}, which may block, on the runtime's blocking pool, as the task under {@code key}. */
    public AbortHandle spawnBlocking(K key, Callable<? extends T> code) {
        Objects.requireNonNull(key, "key");
        return put(key, spawner().<T>spawnBlocking(code));
    }

    private Spawner spawner() {
        if (group.isClosed()) {
            throw closed();
        }
        return spawner != null ? spawner : Spawners.current("JoinMap.spawn");
    }

    private AbortHandle put(K key, JoinHandle<T> handle) {
        var member = new Keyed<>(key, handle);
        Keyed<K, T> replaced;
        synchronized (byKey) {
            replaced = byKey.put(key, member); // before it is one of the group, which may yield it at once
        }
        if (!group.add(member)) {
            synchronized (byKey) {
                byKey.remove(key, member);
            }
            handle.abort();
            throw closed();
        }
        if (replaced != null) {
            replaced.task().abort();
        }
        return handle;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(
                "This JoinMap is closed and takes no more tasks. Spawn before the end of its try block.");
    }

    // ---- joining

    /**
     * Waits for the next task to end, and yields its key and how; null if there is none. Of those that were replaced it waits for
     * the end, and yields nothing.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a task that has ended stays in the map until a poll delivers it.
     *
     * <p>The future throws an {@link IllegalStateException} if another task awaits this map at the moment.
     */
    @CancelSafe
    public Future<Map.@Nullable Entry<K, Outcome<T>>> joinNext() {
        return new Next();
    }

    /**
     * Aborts all tasks, and waits until they have ended, their cleanup included. What they yield or throw is dropped.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the tasks stay aborted.
     */
    @CancelSafe
    public Future<@Nullable Void> shutdown() {
        return new Shutdown();
    }

    /** Takes the key of a member that has ended, unless another one has it by now. */
    @SuppressWarnings("unchecked") // only those are added
    private @Nullable Keyed<K, T> taken(TaskGroup.Member<?> member) {
        var keyed = (Keyed<K, T>) member;
        synchronized (byKey) {
            return byKey.remove(keyed.key, keyed) ? keyed : null;
        }
    }

    // ---- some of them, and all

    /**
     * Asks the task under {@code key} to end. It stays in the map, and is joined as aborted, or with the value that came before.
     *
     * @return whether there is one
     */
    public boolean abort(K key) {
        Keyed<K, T> member;
        synchronized (byKey) {
            member = byKey.get(key);
        }
        if (member == null) {
            return false;
        }
        member.task().abort();
        return true;
    }

    /** {@link #abort} of all tasks whose key is such. */
    public void abortIf(Predicate<? super K> condition) {
        List<Keyed<K, T>> members;
        synchronized (byKey) {
            members = new ArrayList<>(byKey.values());
        }
        for (Keyed<K, T> member : members) {
            if (condition.test(member.key)) {
                member.task().abort();
            }
        }
    }

    /** Asks all tasks to end. They stay in the map, and are joined as aborted, or with the value that came before. */
    public void abortAll() {
        group.abortAll(Dropper.JOIN_SET);
    }

    public boolean containsKey(K key) {
        synchronized (byKey) {
            return byKey.containsKey(key);
        }
    }

    /** The keys of the tasks that have not been joined, as of now. */
    public Set<K> keys() {
        synchronized (byKey) {
            return Set.copyOf(byKey.keySet());
        }
    }

    /** How many tasks have neither been joined nor replaced. */
    public int size() {
        synchronized (byKey) {
            return byKey.size();
        }
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Empties this map and lets its tasks run on, as if their handles were dropped. */
    public void detachAll() {
        synchronized (byKey) {
            byKey.clear();
        }
        group.detachAll();
    }

    /**
     * Aborts all tasks and takes no more. Returns at once: the tasks' cleanup runs on the runtime soon after. Again: no effect.
     */
    @Override
    public void close() {
        group.close();
        abortAll();
        detachAll();
    }

    @Override
    public String toString() {
        return "JoinMap" + keys();
    }

    private final class Next extends GroupFuture<Map.@Nullable Entry<K, Outcome<T>>> {
        Next() {
            super(group, "JoinMap");
        }

        @Override
        protected Poll<Map.@Nullable Entry<K, Outcome<T>>> step(Context cx) {
            for (var poll = pollEnded(cx); poll.isReady(); poll = pollEnded(cx)) {
                TaskGroup.Member<?> member = poll.value();
                if (member == null) {
                    return readyWith(null);
                }
                Keyed<K, T> taken = taken(member);
                if (taken != null) {
                    return readyWith(Map.entry(taken.key, taken.outcome()));
                }
                member.outcome().reportFailure(); // of one that was replaced
            }
            return Poll.pending();
        }

        @Override
        protected String describe() {
            return "JoinMap.joinNext()";
        }
    }

    private final class Shutdown extends GroupFuture<@Nullable Void> {
        private boolean isAborted;

        Shutdown() {
            super(group, "JoinMap");
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) {
            if (!isAborted) {
                isAborted = true;
                abortAll();
            }
            for (var poll = pollEnded(cx); poll.isReady(); poll = pollEnded(cx)) {
                TaskGroup.Member<?> member = poll.value();
                if (member == null) {
                    return readyWith(null);
                }
                taken(member);
            }
            return Poll.pending();
        }

        @Override
        protected String describe() {
            return "JoinMap.shutdown()";
        }
    }
}
