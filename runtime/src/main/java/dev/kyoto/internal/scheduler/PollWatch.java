package dev.kyoto.internal.scheduler;

import dev.kyoto.task.BlockedWorker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the {@link Monitor} knows of the poll that one worker is in. Touched by whoever looks, one at a time, unless said. */
final class PollWatch {
    /** The worker's count of polls when this one was first seen. */
    private long poll = -1;

    /** How long it was seen in this poll since, pauses of the whole process left out: what is judged by. */
    private long nanos;

    /** When it was seen there first and last: what is reported. */
    private long firstSeen;

    private long lastSeen;

    /** When this poll was seen for the second time: {@link #nanos}, and the processor time of the thread; -1 if unknown. */
    private long nanosAtSecondLook;

    private long processorNanosAtSecondLook = -1;

    /** Whether the poll blocks on purpose, by {@link HandOver}; written by the thread that does. */
    volatile boolean inHandOver;

    /** The last news of this poll. */
    @Nullable BlockedWorker reported;

    /** Whether the worker's post was given to another. */
    boolean relieved;

    /** The {@link Post#visits} at the last look. */
    int visits;

    /** Another look: whether the worker is in the same poll as last time, which counts as {@code elapsed} more. */
    boolean isSamePoll(Worker worker, long now, long elapsed) {
        long polls = worker.counters().get(Counters.Counter.POLLS);
        if (worker.current() == null || polls != poll || inHandOver) {
            poll = polls;
            nanos = 0;
            firstSeen = now;
            processorNanosAtSecondLook = -1;
            relieved = false;
            return false;
        }
        boolean second = nanos == 0;
        nanos += elapsed;
        lastSeen = now;
        Thread thread = worker.thread();
        if (second && thread != null) {
            nanosAtSecondLook = nanos;
            processorNanosAtSecondLook = ThreadView.processorNanos(thread);
        }
        return true;
    }

    /** Whether the worker is still in the poll of the last look: what was read since belongs to it. */
    boolean isStillIn(Worker worker) {
        return worker.counters().get(Counters.Counter.POLLS) == poll && worker.current() != null;
    }

    long nanos() {
        return nanos;
    }

    /** From the first to the last look that saw this poll. */
    Duration seenFor() {
        return Duration.ofNanos(lastSeen - firstSeen);
    }

    /**
     * Whether the thread is only short of a processor: it wants to run, and did so for less than a quarter of the time. Native
     * code that waits is RUNNABLE to the JVM, and does not get here: see {@link ThreadView#wantsProcessor}.
     */
    boolean isStarved(Thread thread, ThreadView view) {
        long now = view.wantsProcessor() ? ThreadView.processorNanos(thread) : -1;
        return now >= 0
                && processorNanosAtSecondLook >= 0
                && 4 * (now - processorNanosAtSecondLook) < nanos - nanosAtSecondLook;
    }
}
