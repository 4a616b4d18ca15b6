package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * Who drops a future before its end. A combinator or an executor drops the futures that it was given by {@link #drop} of its
 * kind, so that {@link HalfwayDrops} can tell why they ended; while nobody records, that is {@link Future#cancel()} and one
 * look at a field.
 *
 * <p>A future that is dropped itself just cancels what is inside: the one who drops the outermost is the one who is told of.
 */
public enum Dropper {
    /** A {@code select} that another branch has won. */
    SELECT("a select", true),
    /** A {@code race}, {@code selectAll} or {@code selectOk} that another has won. */
    RACE("a race", true),
    /** A {@code tryJoin} of which another future has failed. */
    JOIN("a tryJoin that failed", true),
    /** A {@code timeout} whose time is over. */
    TIMEOUT("a timeout", true),
    /** A cancellation token, by {@code runUntilCancelled}. */
    TOKEN("a cancellation token", true),
    /** A stream that has ended, or was closed, while futures ran within. */
    STREAM("a stream that ended", true),
    /** An async block that was dropped itself: its cleanup dropped a future, or awaited one that was not ready. */
    BLOCK("the cleanup of a dropped block", true),
    /** A call of {@code cancel()}, of {@code close()} of a pinned future, or of {@code nowOrNever}. */
    CALLER("a call of cancel()", true),
    /** {@code abort()}, of a task or of an {@link Abortable}, and the cancellation of a {@code CompletableFuture}. */
    ABORT("abort()", false),
    /** A scope that has failed, was cancelled or was dropped. */
    SCOPE("a scope that ended early", false),
    /** A {@code JoinSet} or {@code JoinMap} that aborts its tasks. */
    JOIN_SET("a JoinSet that aborts its tasks", false),
    /** A task whose result was only awaited by a future that was dropped. */
    OWNER("the drop of who awaited the task", false),
    /** The end of the runtime, which ends every task: counted, but not line by line. */
    SHUTDOWN("the shutdown of the runtime", false);

    private final String text;
    private final boolean actsInPlace;

    Dropper(String text, boolean actsInPlace) {
        this.text = text;
        this.actsInPlace = actsInPlace;
    }

    /** Whether the thread that drops is, at that moment, at the line that says so. */
    boolean actsInPlace() {
        return actsInPlace;
    }

    /** {@linkplain Future#cancel() Cancels} {@code future}. */
    public void drop(Future<?> future) {
        if (DropRecording.isOn()) {
            DropRecording.drop(future, this, null, actsInPlace);
        } else {
            future.cancel();
        }
    }

    /**
     * Cancels {@code future}, which is a task's, on a thread of the executor: whoever wanted it dropped has told so before, from
     * another place.
     */
    public void dropTask(Future<?> future) {
        if (DropRecording.isOn()) {
            DropRecording.drop(future, this, null, false);
        } else {
            future.cancel();
        }
    }

    /** Runs {@code action}, within which futures are dropped, or tasks aborted, on behalf of this. */
    public void run(Runnable action) {
        if (DropRecording.isOn()) {
            DropRecording.run(action, this);
        } else {
            action.run();
        }
    }

    /** For an executor that is told to abort a task: on whose behalf the calling thread acts; {@link #ABORT} if nobody's. */
    public static Dropper current() {
        @Nullable Dropper declared = DropRecording.isOn() ? DropRecording.declared() : null;
        return declared == null ? ABORT : declared;
    }

    /**
     * Cancels {@code future}, which is a part of another and of no use any more: a timer that has not gone off, a place in a
     * queue. Nothing of anybody's work ends with it, so it is never recorded.
     */
    public static void discard(Future<?> future) {
        if (DropRecording.isOn()) {
            DropRecording.discard(future);
        } else {
            future.cancel();
        }
    }

    /** As the end of a sentence: {@code "a select"}. */
    @Override
    public String toString() {
        return text;
    }
}
