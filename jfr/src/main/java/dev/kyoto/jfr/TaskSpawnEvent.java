package dev.kyoto.jfr;

import dev.kyoto.task.TaskInfo;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Off unless asked for: a program may spawn a million tasks a second. */
@Name("dev.kyoto.TaskSpawn")
@Label("Task Spawn")
@Description("A task was spawned; with its stack trace on, the event says where")
@Category("Kyoto")
@Enabled(false)
@StackTrace(false)
final class TaskSpawnEvent extends Event {
    @Label("Runtime")
    final String runtime;

    @Label("Task")
    final long taskId;

    @Label("Task Name")
    final String taskName;

    @Label("Spawn Site")
    @Description("Where the task's async block is written or, if the runtime records that, where it was spawned")
    final String spawnSite;

    TaskSpawnEvent(String runtime, TaskInfo task) {
        this.runtime = runtime;
        this.taskId = task.id();
        this.taskName = task.name();
        this.spawnSite = task.spawnSite();
    }
}
