package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.task.FailureSink;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listeners of a runtime that has some. None can harm the scheduler, or keep the others from hearing. */
final class Listeners {
    private final RuntimeListener[] listeners;
    private final FailureSink failures;

    private Listeners(List<RuntimeListener> listeners, FailureSink failures) {
        this.listeners = listeners.toArray(new RuntimeListener[0]);
        this.failures = failures;
    }

    /** Null if there are none: then nobody asks again. */
    static @Nullable Listeners of(List<RuntimeListener> listeners, FailureSink failures) {
        return listeners.isEmpty() ? null : new Listeners(listeners, failures);
    }

    void workerStarted(int worker) {
        tell((listener, subject, index) -> listener.workerStarted(index), worker, worker);
    }

    void workerStopped(int worker) {
        tell((listener, subject, index) -> listener.workerStopped(index), worker, worker);
    }

    void workerParking(int worker) {
        tell((listener, subject, index) -> listener.workerParking(index), worker, worker);
    }

    void workerUnparked(int worker) {
        tell((listener, subject, index) -> listener.workerUnparked(index), worker, worker);
    }

    void taskSpawned(TaskInfo task) {
        tell((listener, subject, index) -> listener.taskSpawned(subject), task, 0);
    }

    void pollStarted(int worker, TaskInfo task) {
        tell((listener, subject, index) -> listener.pollStarted(index, subject), task, worker);
    }

    void pollEnded(int worker, TaskInfo task) {
        tell((listener, subject, index) -> listener.pollEnded(index, subject), task, worker);
    }

    void taskEnded(TaskInfo task) {
        tell((listener, subject, index) -> listener.taskEnded(subject), task, 0);
    }

    /** A method of the listener. It captures nothing, so that telling allocates nothing. */
    private interface Event<S> {
        void tell(RuntimeListener listener, S subject, int worker);
    }

    private <S> void tell(Event<S> event, S subject, int worker) {
        for (RuntimeListener listener : listeners) {
            try {
                event.tell(listener, subject, worker);
            } catch (Throwable failure) {
                failures.reportUncaught("listener " + listener.getClass().getName(), failure);
            }
        }
    }
}
