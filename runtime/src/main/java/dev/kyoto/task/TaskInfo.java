package dev.kyoto.task;

import dev.kyoto.futures.TaskIdentity;
import dev.kyoto.internal.current.Here;
import org.jspecify.annotations.Nullable;

/** By what a task is known. Implemented by the runtime only. */
public interface TaskInfo extends TaskIdentity {
    /** A number that no other task of this process has or had. The numbers are neither dense nor in order of time. */
    @Override
    long id();

    /** How the task is called in messages: the given name, or else where its async block was written. */
    @Override
    String name();

    /**
     * Where the task comes from: where its async block is written or, with
     * {@link dev.kyoto.Runtime.Builder#recordSpawnSites}, where it was spawned; of a future that is no async
     * block, or of a job of {@code spawnBlocking}, its class.
     */
    String spawnSite();

    /** The task that the calling code runs in, for logs and the like; null outside of tasks. */
    static @Nullable TaskInfo current() {
        return Here.service(TaskInfo.class);
    }
}
