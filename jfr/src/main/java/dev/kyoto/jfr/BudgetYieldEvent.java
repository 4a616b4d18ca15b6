package dev.kyoto.jfr;

import dev.kyoto.task.TaskInfo;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Off unless asked for: a task that always has something to do yields all the time, and that is as it should be. */
@Name("dev.kyoto.BudgetYield")
@Label("Budget Yield")
@Description("A task used up its budget and gives way; with its stack trace on, the event says which future did")
@Category("Kyoto")
@Enabled(false)
@StackTrace(false)
final class BudgetYieldEvent extends Event {
    @Label("Runtime")
    final String runtime;

    @Label("Task")
    final long taskId;

    @Label("Task Name")
    final String taskName;

    BudgetYieldEvent(String runtime, TaskInfo task) {
        this.runtime = runtime;
        this.taskId = task.id();
        this.taskName = task.name();
    }
}
