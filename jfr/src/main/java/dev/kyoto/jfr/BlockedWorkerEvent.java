package dev.kyoto.jfr;

import dev.kyoto.task.BlockedWorker;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Has the stack of the blocked thread as a text: the event's own would be that of the thread that watches. */
@Name("dev.kyoto.BlockedWorker")
@Label("Blocked Worker")
@Description("A worker does not come back from the poll of a task, or has come back at last")
@Category("Kyoto")
@StackTrace(false)
final class BlockedWorkerEvent extends Event {
    @Label("Runtime")
    final String runtime;

    @Label("Stage")
    @Description("NOTICED, PERSISTING: a spare worker comes, or ENDED")
    final String stage;

    @Label("Worker")
    final int worker;

    @Label("Worker Thread")
    final String workerThread;

    @Label("Task")
    final long taskId;

    @Label("Task Name")
    final String taskName;

    @Label("Blocked For")
    @Timespan(Timespan.NANOSECONDS)
    final long blockedFor;

    @Label("Thread State")
    final String state;

    @Label("Lock")
    final @Nullable String lock;

    @Label("Line")
    @Description("The innermost frame that belongs to the program")
    final @Nullable String line;

    @Label("Stack")
    final String stack;

    BlockedWorkerEvent(String runtime, BlockedWorker news) {
        StackTraceElement line = news.line();
        this.runtime = runtime;
        this.stage = news.stage().name();
        this.worker = news.worker();
        this.workerThread = news.thread();
        this.taskId = news.taskId();
        this.taskName = news.taskName();
        this.blockedFor = news.duration().toNanos();
        this.state = news.state().name();
        this.lock = news.lock();
        this.line = line == null ? null : line.toString();
        this.stack = news.stack().stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
    }
}
