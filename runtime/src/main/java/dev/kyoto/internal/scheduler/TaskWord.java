package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Dropper;
import dev.kyoto.internal.task.Joinable;
import org.jspecify.annotations.Nullable;

/**
 * The state of a task: every transition of its word, by name. The outcome's bits are described in {@link Joinable}.
 *
 * <pre>
 *                    wake, abort                    a worker takes it
 *            IDLE ────────────────▶ SCHEDULED ────────────────────────▶ RUNNING ──▶ COMPLETE
 *             ▲                         ▲                                 │  ready, failed,
 *             │                         │ woken while running, gave way   │  or dropped
 *             └─────────────────────────┴─────────────────────────────────┘
 *                                     pending
 * </pre>
 *
 * <pre>
 * SCHEDULED  the task is in exactly one queue, or it is RUNNING and will be queued at the end of this poll
 * RUNNING    exclusive right to the future: whoever set it polls the future, or drops it
 * CANCELLED  drop the future instead of polling it again
 * DROPPER    with CANCELLED, in four bits: who has asked for that first
 * </pre>
 *
 * <p><b>Memory order.</b> Every transition is a read-modify-write with volatile semantics on the one word. Two consequences
 * carry the whole design. A poll happens after the poll before it, because {@link #toRunning} reads what {@link #toIdle}
 * wrote. And a poll happens after every wake that it answers, because a wake writes the word even when it changes nothing: a
 * waker that only <em>read</em> SCHEDULED could have its own earlier writes still on their way when the poll looks for them.
 */
abstract class TaskWord<T extends @Nullable Object> extends Joinable<T> {
    private static final int SCHEDULED = FIRST_FREE_BIT;
    private static final int CANCELLED = FIRST_FREE_BIT << 1;
    private static final int DROPPER_SHIFT = Integer.numberOfTrailingZeros(CANCELLED << 1);
    private static final int DROPPER_MASK = 0xF;

    private static final Dropper[] DROPPERS = Dropper.values();

    /** How a task looks from outside. */
    enum Phase {
        IDLE,
        SCHEDULED,
        RUNNING,
        /** Dropped instead of polled, now or as soon as a worker comes to it. */
        DROPPED,
        ENDED
    }

    /** What a worker does with a task that it took from a queue, or whose poll was pending. */
    enum Next {
        /** Poll the future: the caller holds RUNNING. */
        POLL,
        /** Drop the future: the caller holds RUNNING. */
        DROP,
        /** Queue the task again. */
        QUEUE,
        /** Nothing: the task waits for a wake, or has ended. */
        LEAVE
    }

    /** Any thread: what the task does. Whoever has read {@link Phase#IDLE} here sees all of the last poll. */
    final Phase phase() {
        int now = word;
        if ((now & COMPLETE) != 0) {
            return Phase.ENDED;
        } else if ((now & CANCELLED) != 0) {
            return Phase.DROPPED;
        } else if ((now & RUNNING) != 0) {
            return Phase.RUNNING;
        }
        return (now & SCHEDULED) != 0 ? Phase.SCHEDULED : Phase.IDLE;
    }

    /** A new task is scheduled: whoever makes it puts it into a queue. */
    TaskWord(long id) {
        super(id, SCHEDULED);
    }

    /** Any thread, at a wake. True: the task was idle, and the caller puts it into a queue. */
    final boolean toScheduled() {
        return wasIdle(setScheduled());
    }

    /** As {@link #toScheduled}. Returns the word as it was: for {@link #wasIdle} and {@link #wasUnscheduled}. */
    final int setScheduled() {
        return isFinished() ? COMPLETE : (int) WORD.getAndBitwiseOr(this, SCHEDULED);
    }

    /** The task was neither queued nor polled: whoever has set SCHEDULED queues it. */
    static boolean wasIdle(int before) {
        return (before & (SCHEDULED | RUNNING | COMPLETE)) == 0;
    }

    /** The task was idle, or in a poll in which nobody had woken it yet: it is polled again because of this wake. */
    static boolean wasUnscheduled(int before) {
        return (before & (SCHEDULED | COMPLETE)) == 0;
    }

    /** Whether the task is queued, or was woken in the poll that it is in. */
    final boolean isScheduled() {
        return (word & SCHEDULED) != 0;
    }

    /** A worker, with the task just taken from a queue. */
    final Next toRunning() {
        while (true) {
            int now = word;
            if ((now & (RUNNING | COMPLETE)) != 0) {
                return Next.LEAVE; // dropped by a shutdown while it was still queued
            }
            if (WORD.compareAndSet(this, now, (now & ~SCHEDULED) | RUNNING)) {
                return (now & CANCELLED) != 0 ? Next.DROP : Next.POLL;
            }
        }
    }

    /** The worker that holds RUNNING, after a pending poll. It holds RUNNING still if the answer is {@link Next#DROP}. */
    final Next toIdle() {
        while (true) {
            int now = word;
            if ((now & CANCELLED) != 0) {
                return Next.DROP;
            }
            if (WORD.compareAndSet(this, now, now & ~RUNNING)) {
                return (now & SCHEDULED) != 0 ? Next.QUEUE : Next.LEAVE;
            }
        }
    }

    /** As {@link #toIdle}, after a poll that gave way: the caller queues the task, unless it is to be dropped. */
    final Next toScheduledAgain() {
        while (true) {
            int now = word;
            if ((now & CANCELLED) != 0) {
                return Next.DROP;
            }
            if (WORD.compareAndSet(this, now, (now & ~RUNNING) | SCHEDULED)) {
                return Next.QUEUE;
            }
        }
    }

    /** Any thread, to abort. True: the task was idle, and the caller puts it into a queue, for a worker to drop it. */
    final boolean toCancelled(Dropper by) {
        while (true) {
            int now = word;
            if ((now & (COMPLETE | CANCELLED)) != 0) {
                return false;
            }
            boolean idle = (now & (SCHEDULED | RUNNING)) == 0;
            if (WORD.compareAndSet(this, now, cancelled(now, by) | (idle ? SCHEDULED : 0))) {
                return idle;
            }
        }
    }

    /** A runtime thread at shutdown. True: the caller now holds RUNNING and drops the future; else its runner will. */
    final boolean toClaimedForDrop() {
        while (true) {
            int now = word;
            if ((now & COMPLETE) != 0) {
                return false;
            }
            boolean free = (now & RUNNING) == 0;
            if (WORD.compareAndSet(this, now, cancelled(now, Dropper.SHUTDOWN) | RUNNING)) {
                return free;
            }
        }
    }

    private static int cancelled(int now, Dropper by) {
        return (now & CANCELLED) != 0 ? now : now | CANCELLED | by.ordinal() << DROPPER_SHIFT;
    }

    /** The holder of RUNNING, of a task that it drops: who has asked for it. */
    final Dropper dropper() {
        return DROPPERS[(word >>> DROPPER_SHIFT) & DROPPER_MASK];
    }
}
