package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/** The context of every poll on one worker: one object, begun anew for each task. */
final class WorkerContext extends Context {
    private final Worker worker;

    /** Whether the task being polled gave up its turn. */
    private boolean gaveWay;

    WorkerContext(Worker worker) {
        this.worker = worker;
    }

    /** Starts the poll of {@code task}, with a budget of its own or with what another task left. */
    void beginPoll(Task<?> task, int budget) {
        gaveWay = false;
        begin(task, budget);
    }

    int budgetLeft() {
        return budget();
    }

    /** Whether the task just polled is to be polled again, behind others. */
    boolean gaveWay() {
        return gaveWay;
    }

    /** Whether the poll has arranged for nothing that would end its wait. */
    boolean arrangedNothing() {
        return !gaveWay && !wakerTaken();
    }

    @Override
    protected long currentTaskId() {
        return ((Task<?>) taskWaker()).id(); // none but tasks are polled with this
    }

    @Override
    protected void defer(Waker waker) {
        if (waker == taskWaker() && !gaveWay) {
            worker.taskYielded();
        }
        resumeLater(waker);
    }

    private void resumeLater(Waker waker) {
        if (waker == taskWaker()) {
            gaveWay = true; // it is queued after the poll, without a wake
        } else {
            worker.defer(waker);
        }
    }

    @Override
    protected void deferExhausted(Waker waker) {
        worker.taskExhaustedBudget();
        resumeLater(waker);
    }

    @Override
    public int nextInt(int bound) {
        return worker.random().nextInt(bound);
    }

    @Override
    public <S> @Nullable S service(Class<S> type) {
        return worker.service(type);
    }
}
