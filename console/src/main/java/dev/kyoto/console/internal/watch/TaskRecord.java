package dev.kyoto.console.internal.watch;

import dev.kyoto.task.TaskInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one task: filled by whoever polls and wakes it, read by the console.
 *
 * <p><b>Memory order.</b> The runtime tells of one task in order, each event happening before the next, so plain fields are
 * written by one thread at a time. Each event of a poll ends with a release of {@link #stage}, which the console acquires before
 * it reads the others; what it reads may be a moment newer than that, and times need not add up to the nanosecond. Only a wake of
 * a task that is in a poll may be told at the same time as something else: then {@link #dueSince} tells by its time what it
 * belongs to, and a count of wakes may be one short.
 */
public final class TaskRecord {
    /** What a task is at, as far as its console has heard. */
    public enum Phase {
        SCHEDULED,
        RUNNING,
        IDLE,
        ENDED
    }

    /** Of times: not known. */
    public static final long NEVER = Long.MIN_VALUE;

    private static final int WAITING = 0;
    private static final int IN_POLL = 1;
    private static final int OVER = 2;

    private static final VarHandle STAGE;
    private static final VarHandle DUE_SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STAGE = lookup.findVarHandle(TaskRecord.class, "stage", int.class);
            DUE_SINCE = lookup.findVarHandle(TaskRecord.class, "dueSince", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;

    /** When the task was spawned or, of one that was there before, first seen. */
    private final long since;

    private final boolean seenFromStart;

    /** {@link #WAITING}, {@link #IN_POLL}, or {@link #OVER}. */
    private int stage;

    private long polls;

    /** Of the polls whose number has none of these bits the time is taken. The console's thread. */
    private int untimed;

    private boolean estimated;

    /** For how many the poll counts that goes on; 0 if its time is not taken. */
    private int weight;

    /** The console's thread: {@link #polls} when it looked last. */
    private long pollsBefore;

    private int wakes;
    private int selfWakes;
    private int budgetYields;
    private long busy;
    private long scheduled;
    private long pollStarted = NEVER;
    private long pollEnded = NEVER;
    private long ended = NEVER;
    private int worker = -1;

    /** Nobody asked for the waker in the last poll. */
    private boolean deaf;

    /** Since when the task waits to be polled; {@link #NEVER} if it does not, or has just begun to. */
    private volatile long dueSince;

    /** Of tasks that were polled more than once, which not all are. */
    private @Nullable Histogram pollTimes;

    private @Nullable Histogram scheduledTimes;

    /** Null once {@link #name} is there. The console's thread. */
    private @Nullable TaskInfo info;

    private @Nullable String name;
    private @Nullable String site;

    TaskRecord(TaskInfo info, long now, boolean spawned) {
        this.id = info.id();
        this.info = info;
        this.since = now;
        this.seenFromStart = spawned;
        this.dueSince = spawned ? now : NEVER;
    }

    // ---- told by the runtime

    void woken(LongSupplier clock, boolean bySelf) {
        wakes++;
        if (bySelf) {
            selfWakes++;
        }
        becomeDue(clock);
    }

    void budgetExhausted(LongSupplier clock) {
        budgetYields++;
        becomeDue(clock);
    }

    private void becomeDue(LongSupplier clock) {
        if ((long) DUE_SINCE.getOpaque(this) == NEVER) {
            DUE_SINCE.setOpaque(this, isTimed(polls) ? clock.getAsLong() : pollStarted);
        }
    }

    private boolean isTimed(long poll) {
        return (poll & untimed) == 0;
    }

    void wakerNotTaken() {
        deaf = true;
    }

    void pollStarted(int worker, LongSupplier clock) {
        this.worker = worker;
        deaf = false;
        int mask = untimed;
        weight = (polls & mask) == 0 ? mask + 1 : 0;
        if (weight > 0) {
            pollStarted = clock.getAsLong();
        }
        long due = (long) DUE_SINCE.getOpaque(this);
        if (due != NEVER) {
            DUE_SINCE.setOpaque(this, NEVER);
            if (weight > 0) {
                waited(waitedSince(due, pollStarted));
            }
        }
        polls++;
        STAGE.setRelease(this, IN_POLL);
    }

    private void waited(long nanos) {
        scheduled += nanos * weight;
        if (polls > 0) {
            scheduledTimes = added(scheduledTimes, nanos);
        }
    }

    void pollEnded(LongSupplier clock) {
        if (weight > 0) {
            pollEnded = clock.getAsLong();
            long took = pollEnded - pollStarted;
            busy += took * weight;
            if (polls > 1) {
                pollTimes = added(pollTimes, took);
            }
        }
        if (stage != OVER) {
            STAGE.setRelease(this, WAITING);
        }
    }

    void ended(long now) {
        ended = now;
        STAGE.setRelease(this, OVER);
    }

    /** A task that was woken in a poll waits from the end of that poll on. */
    private long waitedSince(long due, long now) {
        return Math.max(0, now - (pollEnded == NEVER ? due : Math.max(due, pollEnded)));
    }

    private static Histogram added(@Nullable Histogram histogram, long nanos) {
        Histogram times = histogram == null ? new Histogram() : histogram;
        times.add(nanos);
        return times;
    }

    // ---- the console's thread

    /** How often it was polled since the last call. */
    long pollsSinceLook() {
        long now = polls;
        long since = now - pollsBefore;
        pollsBefore = now;
        return since;
    }

    /**
     * From now on the time of one poll in so many is taken, and stands for all of them: what the task has waited for, and the
     * moment of its last poll, are then as old as the last of these.
     *
     * @param oneOf a power of two
     */
    void takeTimeOf(int oneOf) {
        untimed = oneOf - 1;
        estimated |= oneOf > 1;
    }

    /** Whether there was a time in which not every poll was timed. */
    public boolean isEstimated() {
        return estimated;
    }

    /** Of how many polls the time of one is taken. */
    public int timedOneOf() {
        return untimed + 1;
    }

    // ---- read by the console

    public long id() {
        return id;
    }

    public Phase phase() {
        return switch ((int) STAGE.getAcquire(this)) {
            case IN_POLL -> Phase.RUNNING;
            case OVER -> Phase.ENDED;
            default -> isDue() ? Phase.SCHEDULED : Phase.IDLE;
        };
    }

    /** A time before the last poll is that of a wake which was told too late. */
    private boolean isDue() {
        long due = dueSince;
        return due != NEVER && (pollStarted == NEVER || due - pollStarted >= 0);
    }

    /** Whether this was spawned under the eyes of the console; if not, what came before is missing in all numbers. */
    public boolean isSeenFromStart() {
        return seenFromStart;
    }

    /** How long it lives, or has lived, in nanoseconds; of one that was there before: since it was first seen. */
    public long total(long now) {
        return Math.max(0, (phase() == Phase.ENDED ? ended : now) - since);
    }

    /** How long it was polled, the poll that goes on included. */
    public long busy(long now) {
        return Math.min(total(now), busy + inPollSince(now)); // what is estimated may be too much
    }

    /** How long the poll takes that goes on; 0 if none does. */
    public long inPollSince(long now) {
        return phase() == Phase.RUNNING ? Math.max(0, now - pollStarted) : 0;
    }

    /** How long it had to wait for a worker. */
    public long scheduled(long now) {
        return Math.min(total(now) - busy(now), scheduled + dueFor(now));
    }

    /** How long it has been waiting for a worker by now; 0 if it does not. */
    public long dueFor(long now) {
        long due = dueSince;
        return phase() == Phase.SCHEDULED && due != NEVER ? waitedSince(due, now) : 0;
    }

    /** How long it waited for something to happen. */
    public long idle(long now) {
        return Math.max(0, total(now) - busy(now) - scheduled(now));
    }

    public long polls() {
        return polls;
    }

    public int wakes() {
        return wakes;
    }

    public int selfWakes() {
        return selfWakes;
    }

    public int budgetYields() {
        return budgetYields;
    }

    /** How long it waits though nobody asked for its waker in its last poll; 0 if somebody did, or it does not wait. */
    public long deafFor(long now) {
        return phase() == Phase.IDLE && deaf ? Math.max(0, now - pollEnded) : 0;
    }

    /** When its last poll ended, by {@link System#nanoTime}, or {@link #NEVER}. */
    public long lastPollEnded() {
        return pollEnded;
    }

    /** When it ended, by {@link System#nanoTime}, or {@link #NEVER}. */
    public long endedAt() {
        return phase() == Phase.ENDED ? ended : NEVER;
    }

    /** The worker that polled it last, or -1. */
    public int worker() {
        return worker;
    }

    /** How long its polls took, all but the first; null if there was no other. */
    public @Nullable Histogram pollTimes() {
        return pollTimes;
    }

    /** How long it waited for its polls, all but the first; null if there was no other. */
    public @Nullable Histogram scheduledTimes() {
        return scheduledTimes;
    }

    /** One thread at a time. */
    public String name(Names names) {
        resolve(names);
        return name == null ? "" : name;
    }

    /** One thread at a time. */
    public String site(Names names) {
        resolve(names);
        return site == null ? "" : site;
    }

    private void resolve(Names names) {
        TaskInfo told = info;
        if (told != null) {
            name = names.shared(told.name());
            site = names.shared(told.spawnSite());
            info = null; // it is the task itself, which keeps its value
        }
    }
}
