package dev.kyoto.internal.blocking;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads for code that blocks: started when no idle one is there, up to a cap; beyond it, jobs queue. An idle thread ends
 * after a while.
 *
 * <p>{@code java.util.concurrent.ThreadPoolExecutor} cannot do this: with an unbounded queue it never grows beyond its core
 * size, and with a large core size it starts a thread for each job although others are idle.
 */
public final class BlockingPool {
    private final int maxThreads;
    private final long keepAliveNanos;
    private final ThreadFactory threadFactory;
    private final Runnable onIdle;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition threadEnded = lock.newCondition();

    // All guarded by the lock.
    private final Queue<BlockingJob<?>> queue = new ArrayDeque<>();
    private final Map<Thread, @Nullable BlockingJob<?>> threads = new HashMap<>();
    private int idle;

    /** Idle threads that were signalled and have not taken their job yet: they are not idle any more, but still asleep. */
    private int signalled;

    /** Threads that are among {@code threads}, and may not have been started yet. */
    private int starting;

    private boolean closed;

    private long finished;

    /**
     * @param onIdle runs, without a lock, each time that the last running job has ended and none is queued
     */
    public BlockingPool(int maxThreads, Duration keepAlive, ThreadFactory threadFactory, Runnable onIdle) {
        this.maxThreads = maxThreads;
        this.keepAliveNanos = keepAlive.toNanos();
        this.threadFactory = threadFactory;
        this.onIdle = onIdle;
    }

    /** Queues a job; if the pool is closed, drops it. */
    public void submit(BlockingJob<?> job) {
        if (!queue(job)) {
            job.drop();
        }
    }

    private boolean queue(BlockingJob<?> job) {
        Thread added = null;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            queue.add(job);
            if (idle > 0) {
                idle--;
                signalled++;
                work.signal();
            } else if (threads.size() < maxThreads) {
                added = threadFactory.newThread(this::runJobs);
                threads.put(added, null);
                starting++;
            }
        } finally {
            lock.unlock();
        }
        if (added != null) {
            start(added, job);
        }
        return true;
    }

    /** Without the lock: the system takes its time to start a thread, and workers that have jobs would wait for each other. */
    private void start(Thread thread, BlockingJob<?> job) {
        OutOfMemoryError refusal = null;
        try {
            thread.start();
        } catch (OutOfMemoryError refused) { // by the operating system
            refusal = refused;
        }
        lock.lock();
        try {
            starting--;
            if (refusal == null) {
                return;
            }
            threads.remove(thread);
            threadEnded.signalAll();
            if (threads.size() > starting || !queue.remove(job)) {
                return; // the threads that there are will come to the job, or have, or it was dropped
            }
        } finally {
            lock.unlock();
        }
        throw refusal;
    }

    private void runJobs() {
        Thread thread = Thread.currentThread();
        for (BlockingJob<?> job = next(thread, false); job != null; job = next(thread, true)) {
            job.run();
        }
    }

    /** The next job of {@code thread}, or null when it shall end. */
    private @Nullable BlockingJob<?> next(Thread thread, boolean hasRunOne) {
        BlockingJob<?> job;
        boolean allQuiet;
        lock.lock();
        try {
            threads.put(thread, null);
            finished += hasRunOne ? 1 : 0;
            job = queue.poll();
            allQuiet = hasRunOne && job == null && isQuiet();
            if (job != null) {
                threads.put(thread, job);
            }
        } finally {
            lock.unlock();
        }
        if (allQuiet) {
            onIdle.run();
        }
        return job != null ? job : waitForJob(thread);
    }

    private @Nullable BlockingJob<?> waitForJob(Thread thread) {
        lock.lock();
        try {
            long left = keepAliveNanos;
            BlockingJob<?> job = queue.poll();
            while (job == null && !closed && left > 0) {
                idle++;
                try {
                    left = work.awaitNanos(left);
                } catch (InterruptedException e) {
                    // An interrupt meant for a job that has ended: nobody is left to care.
                }
                if (signalled > 0) {
                    signalled--;
                } else {
                    idle--;
                }
                job = queue.poll();
            }
            if (job != null) {
                threads.put(thread, job);
            } else {
                threads.remove(thread);
                threadEnded.signalAll();
            }
            return job;
        } finally {
            lock.unlock();
        }
    }

    private boolean isQuiet() {
        return queue.isEmpty() && runningJobs() == 0;
    }

    private int runningJobs() {
        int running = 0;
        for (BlockingJob<?> job : threads.values()) {
            running += job == null ? 0 : 1;
        }
        return running;
    }

    /** Refuses further jobs, and drops those that have not begun. Those that run, run on. */
    public void close() {
        List<BlockingJob<?>> dropped;
        lock.lock();
        try {
            closed = true;
            dropped = new ArrayList<>(queue);
            queue.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(BlockingJob::drop);
    }

    /** After {@link #close}: waits for the threads to end, except for the calling one if it is among them. */
    public void awaitEnd(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            int own = threads.containsKey(Thread.currentThread()) ? 1 : 0;
            while (threads.size() > own && left > 0) {
                left = threadEnded.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The jobs that run, and on which thread each does. */
    public Map<Thread, BlockingJob<?>> running() {
        Map<Thread, BlockingJob<?>> running = new HashMap<>();
        lock.lock();
        try {
            threads.forEach((thread, job) -> {
                if (job != null) {
                    running.put(thread, job);
                }
            });
        } finally {
            lock.unlock();
        }
        return running;
    }

    /** Whether the calling thread is one of this pool's. */
    public boolean isRunningCaller() {
        return read(() -> threads.containsKey(Thread.currentThread()));
    }

    /** Whether no job runs or is queued. */
    public boolean isIdle() {
        return read(this::isQuiet);
    }

    public int threadCount() {
        return read(threads::size);
    }

    public int idleThreads() {
        return read(() -> threads.size() - runningJobs());
    }

    /** Jobs that have run so far. */
    public long finishedJobs() {
        return read(() -> finished);
    }

    public int queuedJobs() {
        return read(queue::size);
    }

    public int activeJobs() {
        return read(this::runningJobs);
    }

    private <R> R read(java.util.function.Supplier<R> reader) {
        lock.lock();
        try {
            return reader.get();
        } finally {
            lock.unlock();
        }
    }
}
