package dev.kyoto.internal.task;

import dev.kyoto.futures.ProgramFrames;
import dev.kyoto.task.FailedTask;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the stack trace of an exception that leaves a task one that reads like that of synchronous code: the frames of the
 * program, from where it was thrown to the task's own block. Out go Kyoto's frames between two awaits, the poll methods of
 * compiled blocks, and all below the task. Frames above the innermost of the program stay, whosever they are: that is where
 * it was thrown.
 *
 * <p>Set the system property {@code dev.kyoto.fullStackTraces} to {@code true} to leave all of them in.
 */
final class TaskFrames {
    private static final boolean IS_OFF = Boolean.getBoolean("dev.kyoto.fullStackTraces");

    /** Causes of causes: more are a mistake, or a circle. */
    private static final int MOST_CAUSES = 16;

    private TaskFrames() {}

    /** Trims {@code failure}, what it was caused by, and what was suppressed in it. */
    static void trim(Throwable failure) {
        if (IS_OFF) {
            return;
        }
        Throwable at = failure;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            trimOne(at);
            at = at.getCause();
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!(suppressed instanceof FailedTask)) {
                trimOne(suppressed);
            }
        }
    }

    private static void trimOne(Throwable failure) {
        StackTraceElement[] whole = failure.getStackTrace();
        StackTraceElement[] trimmed = trimmed(whole);
        if (trimmed.length > 0 && trimmed.length < whole.length) {
            failure.setStackTrace(trimmed);
        }
    }

    static StackTraceElement[] trimmed(StackTraceElement[] whole) {
        List<StackTraceElement> kept = new ArrayList<>();
        boolean isThrower = true;
        for (StackTraceElement frame : whole) {
            if (isRootOfTask(frame.getClassName(), frame.getMethodName())) {
                break;
            }
            boolean isKyotos = ProgramFrames.isKyotos(frame.getClassName());
            isThrower &= isKyotos || !ProgramFrames.isPrograms(frame.getClassName());
            if (isThrower || !isKyotos) {
                kept.add(frame);
            }
        }
        return kept.toArray(StackTraceElement[]::new);
    }

    /** Whether a frame is that of the runtime, below which there is nothing that a task has called. */
    static boolean isRootOfTask(String className, String method) {
        return (className.equals("dev.kyoto.internal.scheduler.Task") && method.equals("poll"))
                || (className.equals("dev.kyoto.internal.blocking.BlockingJob") && method.equals("run"));
    }
}
