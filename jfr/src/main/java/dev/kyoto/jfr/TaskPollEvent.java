package dev.kyoto.jfr;

import dev.kyoto.task.TaskInfo;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * Off unless asked for: to look at the clock twice a poll costs 55 ns, measured on JDK 25, and {@link BlockedWorkerEvent} tells of
 * the longest for nothing. Without a stack trace, which would be that of the worker's loop.
 */
@Name("dev.kyoto.TaskPoll")
@Label("Task Poll")
@Description("A poll of a task that took longer than the threshold: meanwhile the worker ran nothing else")
@Category("Kyoto")
@Enabled(false)
@Threshold("10 ms") // from when on the runtime speaks of a blocked worker
@StackTrace(false)
final class TaskPollEvent extends Event {
    @Label("Runtime")
    String runtime = "";

    @Label("Worker")
    int worker;

    @Label("Task")
    long taskId;

    @Label("Task Name")
    String taskName = "";

    void commit(String runtime, int worker, TaskInfo task) {
        this.runtime = runtime;
        this.worker = worker;
        this.taskId = task.id();
        this.taskName = task.name();
        commit();
    }
}
