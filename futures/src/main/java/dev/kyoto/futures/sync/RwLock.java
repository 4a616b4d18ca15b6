package dev.kyoto.futures.sync;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many readers or one writer, across awaits.
 *
 * <pre>{@code
 * try (var guard = lock.read().await()) {
 *     return index.find(key).await();             // others may be here too
 * }
 * try (var guard = lock.write().await()) {
 *     index.rebuild().await();                    // nobody else is
 * }
 * }</pre>
 *
 * <p>It pays where reads await something and are many; else a {@link Mutex} is simpler. Where nothing is awaited while it
 * is held, a {@code java.util.concurrent} lock is cheaper and as good.
 *
 * <p><b>Fair.</b> The lock goes to futures in the order in which they were first polled: readers that come after a
 * waiting writer wait for it, so a steady stream of readers starves no writer. <b>Not re-entrant.</b> A task that holds the
 * lock, in whichever way, and asks for it again may wait for itself, for ever: a second read as well, if a writer came in
 * between. An exception leaves nothing poisoned: closing the guard is all that unlocks.
 *
 * <p>It is a queue of permits, one for each reader; a writer takes all of them. The design is Tokio's.
 *
 * <p>Thread-safe. What happened before a guard was closed is visible to the next holder.
 */
public final class RwLock {
    /** Tokio's value. */
    static final int MAX_READERS = Integer.MAX_VALUE >> 2;

    private static final AcquiringHandle.Purpose<ReadGuard> READ =
            new AcquiringHandle.Purpose<>(AcquiringHandle.Kind.READ, "RwLock.read()", ReadGuard::new);
    private static final AcquiringHandle.Purpose<WriteGuard> WRITE =
            new AcquiringHandle.Purpose<>(AcquiringHandle.Kind.WRITE, "RwLock.write()", WriteGuard::new);

    private final int maxReaders;
    private final Permits permits;

    /** A lock that about 536 million readers may hold at a time. */
    public RwLock() {
        this(MAX_READERS);
    }

    /**
     * A lock that at most {@code maxReaders} may hold at a time; those that are more wait in line.
     *
     * @throws IllegalArgumentException if {@code maxReaders} is less than 1
     */
    public RwLock(int maxReaders) {
        if (maxReaders < 1) {
            throw new IllegalArgumentException("An RwLock lets in at least 1 reader, not " + maxReaders + ".");
        }
        this.maxReaders = maxReaders;
        this.permits = new Permits(maxReaders);
    }

    /**
     * Waits until no writer is inside or in front, and locks for reading.
     *
     * <p><b>Cancel safety.</b> A dropped future loses its place in the queue and nothing else: if it was its turn already,
     * the next in line has it.
     */
    @CancelSafe
    public Future<ReadGuard> read() {
        return new AcquiringHandle<>(permits, 1, READ);
    }

    /**
     * Waits until nobody is inside or in front, and locks for writing.
     *
     * <p><b>Cancel safety.</b> As {@link #read()}; readers behind a dropped writer are let in.
     */
    @CancelSafe
    public Future<WriteGuard> write() {
        return new AcquiringHandle<>(permits, maxReaders, WRITE);
    }

    /**
     * {@link #read()} for a thread that may block.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; it has no guard then
     * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #read()}
     */
    public ReadGuard blockingRead() throws InterruptedException {
        return Blocking.on(read());
    }

    /**
     * {@link #write()} for a thread that may block.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; it has no guard then
     * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #write()}
     */
    public WriteGuard blockingWrite() throws InterruptedException {
        return Blocking.on(write());
    }

    /** Locks for reading if no writer is inside and nobody waits, else yields null. A null is fine in try-with-resources. */
    public @Nullable ReadGuard tryRead() {
        return permits.tryAcquire(1) ? new ReadGuard(permits, 1) : null;
    }

    /** Locks for writing if nobody is inside, else yields null. A null is fine in try-with-resources. */
    public @Nullable WriteGuard tryWrite() {
        return permits.tryAcquire(maxReaders) ? new WriteGuard(permits, maxReaders) : null;
    }

    /**
     * Locks for reading, runs {@code block}, unlocks, however the block ends.
     *
     * <p><b>Cancel safety.</b> That of the block: a dropped future drops the block half-way, then unlocks.
     */
    public <T extends @Nullable Object> Future<T> withRead(AsyncBlock<T> block) {
        return new WithGuard<>(read(), Objects.requireNonNull(block, "block"), "RwLock.withRead(…)");
    }

    /**
     * Locks for writing, runs {@code block}, unlocks, however the block ends.
     *
     * <p><b>Cancel safety.</b> As {@link #withRead}.
     */
    public <T extends @Nullable Object> Future<T> withWrite(AsyncBlock<T> block) {
        return new WithGuard<>(write(), Objects.requireNonNull(block, "block"), "RwLock.withWrite(…)");
    }

    @Override
    public String toString() {
        int free = permits.available();
        return free == maxReaders ? "RwLock[free]" : free == 0 ? "RwLock[locked]" : "RwLock[read]";
    }

    /** The right to read. Closing it unlocks; use it with try-with-resources. Thread-safe. */
    public static final class ReadGuard extends PermitHandle {
        private ReadGuard(Permits permits, int count) {
            super(permits, count);
        }

        @Override
        AcquiringHandle.Kind kind() {
            return AcquiringHandle.Kind.READ;
        }
    }

    /** The right to write. Closing it unlocks; use it with try-with-resources. Thread-safe. */
    public static final class WriteGuard extends PermitHandle {
        private WriteGuard(Permits permits, int count) {
            super(permits, count);
        }

        @Override
        AcquiringHandle.Kind kind() {
            return AcquiringHandle.Kind.WRITE;
        }

        /**
         * Goes over from writing to reading, with nobody else writing in between. This guard is closed then; readers that wait
         * in front of the next writer are let in.
         *
         * @throws IllegalStateException if this guard was closed
         */
        public ReadGuard downgrade() {
            int held = endAndTake();
            if (held == ENDED) {
                throw new IllegalStateException(
                        "This write guard was closed or downgraded before: what it guarded may have"
                                + " been written by others. Lock again.");
            }
            permits.release(held - 1);
            return new ReadGuard(permits, 1);
        }
    }
}
