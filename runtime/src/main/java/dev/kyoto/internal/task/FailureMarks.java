package dev.kyoto.internal.task;

import dev.kyoto.task.FailedTask;

/** Adds to an exception which task it ended; {@link FailedTask} has the rules. */
public final class FailureMarks {
    /** A chain of so many tasks that hand on one failure is long; an object that comes round more often is shared. */
    private static final int MOST = 16;

    private FailureMarks() {}

    /** Throws nothing: it comes on top of a failure, which may be that memory is short. */
    public static void add(Throwable failure, FailedTask mark) {
        try {
            if (failure.getStackTrace().length > 0 && isNew(failure, mark)) {
                failure.addSuppressed(mark);
            }
        } catch (Throwable cannotBeMarked) {
            return; // overridden by a class that does not like it
        }
    }

    private static boolean isNew(Throwable failure, FailedTask mark) {
        int marks = 0;
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof FailedTask before) {
                marks++;
                if (before.isOfSameKindAs(mark)) {
                    return false;
                }
            }
        }
        return marks < MOST;
    }
}
