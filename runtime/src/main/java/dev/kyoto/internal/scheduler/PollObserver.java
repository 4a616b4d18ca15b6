package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/** What goes on around each poll of a worker that is listened to, or whose poll times are taken. Others have none. */
final class PollObserver {
    private final @Nullable Listeners listeners;
    private final @Nullable PollTimes times;

    private PollObserver(@Nullable Listeners listeners, @Nullable PollTimes times) {
        this.listeners = listeners;
        this.times = times;
    }

    static @Nullable PollObserver of(@Nullable Listeners listeners, @Nullable PollTimes times) {
        return listeners == null && times == null ? null : new PollObserver(listeners, times);
    }

    /** Those who hear of the beginning hear of the end, whoever comes or goes meanwhile. */
    void run(Task<?> task, Worker worker) {
        boolean heard = listeners != null && listeners.hearOf(task.id());
        if (heard && listeners != null) {
            listeners.pollStarted(worker.index(), task);
        }
        if (times == null) {
            task.run(worker);
        } else {
            long begin = System.nanoTime();
            task.run(worker);
            times.add(System.nanoTime() - begin);
        }
        if (heard && listeners != null) {
            listeners.pollEnded(worker.index(), task);
        }
    }
}
