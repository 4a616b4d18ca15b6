package dev.kyoto.internal.task;

import dev.kyoto.futures.ProgramFrames;
import dev.kyoto.task.FailedTask;
import dev.kyoto.task.TaskInfo;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds to an exception by way of which tasks it came, and takes Kyoto's own frames out of it; {@link FailedTask} has the rules.
 * All of it happens to failures only. No method here throws anything: it comes on top of a failure, which may be that memory
 * is short, and which may be of a class that does not like it.
 */
public final class FailureMarks {
    /** A chain of so many tasks that hand on one failure is long; an object that comes round more often is shared. */
    private static final int MOST = 16;

    /** Awaits of one joiner; of a thread, calls. */
    private static final int MOST_FRAMES = 16;

    private static final StackWalker STACK = StackWalker.getInstance();

    private FailureMarks() {}

    /** {@code failure} has ended the task {@code id}, of which {@code mark} tells. */
    public static void ended(Throwable failure, long id, Supplier<@Nullable FailedTask> mark) {
        try {
            if (failure.getStackTrace().length > 0) {
                if (!isNamed(failure, id)) {
                    add(failure, mark.get());
                }
                TaskFrames.trim(failure);
            }
        } catch (Throwable cannotBeMarked) {
            return;
        }
    }

    /** {@code failure} came from elsewhere, and is about to be thrown to who awaits it, on the calling thread. */
    public static void awaited(Throwable failure) {
        try {
            if (failure.getStackTrace().length == 0) {
                return;
            }
            List<StackTraceElement> awaits = STACK.walk(frames -> frames.takeWhile(
                            frame -> !TaskFrames.isRootOfTask(frame.getClassName(), frame.getMethodName()))
                    .filter(frame -> ProgramFrames.isPrograms(frame.getClassName()))
                    .limit(MOST_FRAMES)
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .toList());
            if (!awaits.isEmpty()) {
                TaskInfo task = TaskInfo.current();
                add(
                        failure,
                        task != null
                                ? FailedTask.awaitedBy(task, awaits)
                                : FailedTask.awaitedBy(Thread.currentThread(), awaits));
            }
        } catch (Throwable cannotBeMarked) {
            return;
        }
    }

    private static boolean isNamed(Throwable failure, long id) {
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof FailedTask mark && mark.names(id)) {
                return true;
            }
        }
        return false;
    }

    private static void add(Throwable failure, @Nullable FailedTask mark) {
        if (mark == null) {
            return;
        }
        int marks = 0;
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof FailedTask before) {
                marks++;
                if (before.isOfSameKindAs(mark)) {
                    return;
                }
            }
        }
        if (marks < MOST) {
            failure.addSuppressed(mark);
        }
    }
}
