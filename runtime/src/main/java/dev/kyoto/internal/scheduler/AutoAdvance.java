package dev.kyoto.internal.scheduler;

import dev.kyoto.time.VirtualClock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves a virtual clock on to the next timer when nothing else can happen. Runtimes on the system's clock have none of this.
 *
 * <p>Each worker says when it goes to sleep and when it is awake. The last one to go looks whether somebody waits in
 * {@code blockOn}, no task is queued, none is in a poll on a worker that was relieved, and no blocking job runs; then it moves the clock and unparks the workers whose timers
 * are due. A worker that was unparked but is not yet awake has its due timer still in its wheel, which keeps the clock where
 * it is.
 *
 * <p><b>I/O goes before time.</b> A worker that sleeps may have readiness in its selector that it has not heard of yet, caused by
 * what another did last. So the workers go to sleep in <em>rounds</em>: whoever has run a task begins a new one, and a worker
 * has confirmed a round when it found nothing in its selector after the round began. Before time moves, every worker has to
 * have confirmed the same round; those that have not are unparked once more to look. What has arrived at any socket of the
 * runtime by then was acted upon. What is still under way outside the process cannot be known.
 *
 * <p>Time moves only while somebody waits in {@code blockOn}, so that it does not run ahead between two calls of it.
 */
final class AutoAdvance {
    private final Scheduler scheduler;
    private final VirtualClock clock;

    /** What the callers of {@code blockOn} wait for. */
    private final Set<Task<?>> roots = ConcurrentHashMap.newKeySet();

    // Guarded by the lock of this object.
    private int sleeping;
    private long round = 1;

    /** The round that was confirmed last at each {@link Post}. */
    private final long[] confirmed;

    AutoAdvance(Scheduler scheduler, VirtualClock clock, int workers) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.confirmed = new long[workers];
    }

    /** A blockOn begins to wait for {@code root}: time moves until the task has ended, whoever notices that when. */
    void enterBlockOn(Task<?> root) {
        roots.add(root);
        lookAgain(); // the workers may have gone to sleep before the root was known
    }

    void leaveBlockOn(Task<?> root) {
        roots.remove(root);
    }

    private boolean somebodyWaits() {
        for (Task<?> root : roots) {
            if (!root.isFinished()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A worker is about to sleep, its wakes being queued quietly. It may be unparked by this.
     *
     * @param hasRun whether it has run a task since it slept last
     */
    void beforeSleep(Worker worker, boolean hasRun) {
        long seen = beginRound(hasRun);
        boolean looked = worker.driver().poll();
        if (!looked) {
            worker.parker().unpark(); // somebody else is at this driver: look again
        }
        boolean quiet = looked && worker.ring().isEmpty();
        if (!isLastToSleep(worker, quiet ? seen : 0) || !worker.ring().isEmpty()) {
            return;
        }
        if (!unparkUnconfirmed() && advance()) {
            for (int i = 0; i < scheduler.crew().size(); i++) {
                Post other = scheduler.crew().post(i);
                if (other.timers().nextDeadline() <= clock.nanos()) {
                    other.parker().unpark();
                }
            }
        }
    }

    private synchronized long beginRound(boolean hasRun) {
        if (hasRun) {
            round++;
        }
        return round;
    }

    private synchronized boolean isLastToSleep(Worker worker, long seen) {
        sleeping++;
        confirmed[worker.post().index()] = seen;
        return sleeping == scheduler.crew().size() && clock.advancesByItself() && somebodyWaits();
    }

    /** False: all have confirmed the present round. */
    private boolean unparkUnconfirmed() {
        boolean[] missing = new boolean[confirmed.length];
        boolean any = false;
        synchronized (this) {
            for (int i = 0; i < missing.length; i++) {
                missing[i] = confirmed[i] != round;
                any |= missing[i];
            }
        }
        for (int i = 0; i < missing.length; i++) {
            if (missing[i]) {
                scheduler.crew().post(i).parker().unpark();
            }
        }
        return any;
    }

    private synchronized boolean advance() {
        if (sleeping < scheduler.crew().size()
                || scheduler.crew().hasAbsent()
                || !somebodyWaits()
                || scheduler.hasQueuedTasks()
                || !scheduler.blockingPool().isIdle()) {
            return false;
        }
        long next = Long.MAX_VALUE;
        for (int i = 0; i < scheduler.crew().size(); i++) {
            next = Math.min(next, scheduler.crew().post(i).timers().nextDeadline());
        }
        if (next == Long.MAX_VALUE) {
            return false;
        }
        clock.advanceTo(next);
        return true;
    }

    /** A worker is awake, and has not yet fired its timers. */
    synchronized void afterSleep() {
        sleeping--;
    }

    /** Something else has come to rest, and may have touched a socket: all look again, beginning with one of them. */
    void lookAgain() {
        beginRound(true);
        scheduler.crew().post(0).parker().unpark();
    }
}
