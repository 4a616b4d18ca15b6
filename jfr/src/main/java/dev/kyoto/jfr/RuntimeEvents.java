package dev.kyoto.jfr;

import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import java.util.Arrays;

/** Commits the events of one runtime, while a recording wants any. */
final class RuntimeEvents implements RuntimeListener {
    private final String runtime;

    /** By worker. Replaced, under the lock, when a spare worker comes: the polls in it stay. */
    private volatile Poll[] polls = new Poll[0];

    /** The poll that a worker is in; its own. */
    private static final class Poll {
        /** Used for one poll after the other, until one is committed. */
        TaskPollEvent event = new TaskPollEvent();

        boolean begun;
    }

    RuntimeEvents(String runtime) {
        this.runtime = runtime;
    }

    @Override
    public void taskSpawned(TaskInfo task) {
        if (KyotoEvents.TASK_SPAWN.isEnabled()) {
            new TaskSpawnEvent(runtime, task).commit();
        }
    }

    @Override
    public void budgetExhausted(TaskInfo task) {
        if (KyotoEvents.BUDGET_YIELD.isEnabled()) {
            new BudgetYieldEvent(runtime, task).commit();
        }
    }

    @Override
    public void workerBlocked(BlockedWorker news) {
        if (KyotoEvents.BLOCKED_WORKER.isEnabled()) {
            new BlockedWorkerEvent(runtime, news).commit();
        }
    }

    @Override
    public void pollStarted(int worker, TaskInfo task) {
        Poll poll = pollOf(worker);
        poll.begun = poll.event.isEnabled();
        if (poll.begun) {
            poll.event.begin();
        }
    }

    @Override
    public void pollEnded(int worker, TaskInfo task) {
        Poll poll = pollOf(worker);
        if (!poll.begun) {
            return;
        }
        poll.begun = false;
        poll.event.end();
        if (poll.event.shouldCommit()) {
            poll.event.commit(runtime, worker, task);
            poll.event = new TaskPollEvent();
        }
    }

    private Poll pollOf(int worker) {
        Poll[] all = polls;
        return worker < all.length ? all[worker] : grow(worker);
    }

    private synchronized Poll grow(int worker) {
        Poll[] all = polls;
        if (worker >= all.length) {
            int length = all.length;
            all = Arrays.copyOf(all, Math.max(worker + 1, 2 * length));
            for (int i = length; i < all.length; i++) {
                all[i] = new Poll();
            }
            polls = all;
        }
        return all[worker];
    }
}
