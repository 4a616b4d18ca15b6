package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Waker;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a worker which does not come back from a poll keeps nobody else waiting. A thread of its own looks at all
 * workers now and then ({@link MonitorThread}); the workers do nothing for it but count their polls, as they do anyway.
 *
 * <pre>
 * the same poll is seen for   then
 * the threshold               it is reported; the worker is stuck: its ring, its slot, and the tasks that gave up their
 *                             turn are anybody's, and its driver and timers are looked after: by the workers that look at
 *                             their own, into their own rings, or else by the monitor
 * the second threshold        another worker takes its post: see {@link Crew}
 * </pre>
 *
 * <p><b>What is no blocked worker.</b> Time is counted from look to look, at most as much as was planned, and a look that
 * comes late counts nothing: whatever stops the whole process, such as a garbage collection, a debugger or a laptop's lid,
 * stops this thread too. Only if the look before was late as well, it is the machine that is slow, and time counts. A thread that wants to run and gets no processor is not reported, if the JVM tells how much it had; its post is looked
 * after all the same.
 */
final class Monitor {
    /** Looks before a poll of threshold length is noticed: it may be up to one look's time longer. */
    private static final int LOOKS_PER_THRESHOLD = 2;

    /** Between two looks while a worker is stuck: its timers and its I/O are late by this at most. One tick of the wheel. */
    private static final long NANOS_WHILE_STUCK = 1_000_000;

    /** Looks at which all workers slept, before the monitor sleeps itself: or else it had to be woken at every turn. */
    private static final int QUIET_LOOKS = 10;

    /** A look is late if it comes after so many times the time that was planned: more than an idle system lets one wait. */
    private static final int LATE_FACTOR = 2;

    /** The answer of {@link #look}: there is nothing to look at. */
    static final long NEVER = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final long thresholdNanos;
    private final long spareAfterNanos;
    private final Consumer<BlockedWorker> listener;
    private final @Nullable MonitorThread thread;

    // The rest belongs to whoever looks, one thread at a time.

    private final Consumer<Waker> wake = this::wakeGuarded;
    private final List<Waker> due = new ArrayList<>();
    private long lastLook;

    private boolean lastWasLate;

    /** After which time from the last look this one was to come. */
    private long planned;

    private int quietLooks;

    Monitor(Scheduler scheduler) {
        MonitorOptions options = scheduler.options().monitor();
        this.scheduler = scheduler;
        this.thresholdNanos = saturatedNanos(options.threshold());
        this.spareAfterNanos = Math.max(thresholdNanos, saturatedNanos(options.spareAfter()));
        this.listener = options.listener();
        this.thread = options.automatic() ? new MonitorThread(scheduler, this) : null;
    }

    private static long saturatedNanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : duration.toNanos();
    }

    /** A worker is awake: somebody has to look. Called at every end of a sleep, so a load unless the monitor sleeps. */
    void rouse() {
        if (thread != null) {
            thread.rouse();
        }
    }

    /** Ends the looking, soon. */
    void close() {
        if (thread != null) {
            thread.close();
        }
    }

    /** After {@link #close}: waits for the thread to end. */
    void awaitEnd(long nanos) throws InterruptedException {
        if (thread != null) {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        }
    }

    /**
     * Looks at all workers once.
     *
     * @param now by any steady clock, in nanoseconds
     * @return after how many nanoseconds to look again, or {@link #NEVER} if all workers sleep
     */
    long look(long now) {
        long elapsed = elapsed(now);
        int stuck = 0;
        boolean quiet = true;
        for (Worker worker : scheduler.crew().workers()) {
            if (isStuck(worker, now, elapsed)) {
                stuck++;
            }
            quiet &= worker.isAtRest();
        }
        scheduler.crew().setStuck(stuck);
        quietLooks = quiet ? quietLooks + 1 : 0;
        if (quietLooks >= QUIET_LOOKS) {
            quietLooks = 0;
            planned = 0; // the time asleep counts for nobody
            return NEVER;
        }
        planned = Math.max(NANOS_WHILE_STUCK, stuck > 0 ? 0 : thresholdNanos / LOOKS_PER_THRESHOLD);
        return planned;
    }

    private long elapsed(long now) {
        long real = now - lastLook;
        boolean late = real > LATE_FACTOR * planned;
        long counted = late && !lastWasLate ? 0 : Math.min(real, planned);
        lastLook = now;
        lastWasLate = late;
        return counted;
    }

    /** Whether all workers rest: asked again before the monitor sleeps, when they know that they have to rouse it. */
    boolean isQuiet() {
        for (Worker worker : scheduler.crew().workers()) {
            if (!worker.isAtRest()) {
                return false;
            }
        }
        return true;
    }

    /** Does for one worker what is due. Whether its post has to be looked after. */
    private boolean isStuck(Worker worker, long now, long elapsed) {
        PollWatch watch = worker.watch();
        Duration seenBefore = watch.seenFor();
        if (!watch.isSamePoll(worker, now, elapsed)) {
            BlockedWorker reported = watch.reported;
            if (reported != null) {
                watch.reported = null;
                tell(ended(reported, seenBefore));
            }
            return false;
        }
        if (watch.nanos() < thresholdNanos) {
            worker.driver().handOver(); // it cannot watch while it polls
            return false;
        }
        if (!worker.isStuck()) {
            worker.setStuck();
            scheduler.wakeSleeper(); // for what is in its queues
        }
        BlockedWorker reported = report(worker, watch);
        if (!watch.relieved && reported != null && reported.stage() == Stage.PERSISTING) {
            watch.relieved = scheduler.crew().relieve(worker) != null;
        }
        if (watch.relieved) {
            return false;
        }
        lookAfter(worker, watch);
        return true;
    }

    /** Reports the worker, unless there is no news; the last news of this poll, or null. */
    private @Nullable BlockedWorker report(Worker worker, PollWatch watch) {
        BlockedWorker last = watch.reported;
        boolean news = last == null || last.stage() == Stage.NOTICED && watch.nanos() >= spareAfterNanos;
        Task<?> task = worker.current();
        Thread running = worker.thread();
        if (!news || task == null || running == null) {
            return last;
        }
        ThreadView view = ThreadView.of(running);
        if (watch.isStarved(running, view) || !watch.isStillIn(worker)) {
            return last;
        }
        BlockedWorker reported = new BlockedWorker(
                last == null ? Stage.NOTICED : Stage.PERSISTING,
                worker.index(),
                running.getName(),
                task.id(),
                task.name(),
                task.spawnSite(),
                watch.seenFor(),
                view.state(),
                view.lock(),
                view.stack());
        watch.reported = reported;
        tell(reported);
        return reported;
    }

    /** Unless another worker did so since the last look. */
    private void lookAfter(Worker worker, PollWatch watch) {
        int visits = worker.post().visits();
        if (visits == watch.visits) {
            Neighbours.lookAfter(worker, due, wake);
        }
        watch.visits = visits;
    }

    private static BlockedWorker ended(BlockedWorker last, Duration duration) {
        return new BlockedWorker(
                Stage.ENDED,
                last.worker(),
                last.thread(),
                last.taskId(),
                last.taskName(),
                last.spawnSite(),
                duration,
                last.state(),
                last.lock(),
                last.stack());
    }

    private void tell(BlockedWorker news) {
        try {
            listener.accept(news);
        } catch (Throwable failure) {
            scheduler.reportUncaught("a listener of blocked workers", failure);
        }
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.workerBlocked(news);
        }
    }

    private void wakeGuarded(Waker waker) {
        try {
            waker.wake();
        } catch (Throwable failure) {
            scheduler.reportUncaught("a waker, which must not throw", failure);
        }
    }
}
