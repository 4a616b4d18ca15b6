package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.ParkingDriver;
import dev.kyoto.internal.task.TaskIds;
import dev.kyoto.task.UncaughtHandler;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.List;

/** Tasks that stand in no queue, of a scheduler that nobody drives: for tests of one part of the machine. */
final class TestTasks {
    final Scheduler scheduler;

    TestTasks() {
        this((origin, failure) -> {});
    }

    TestTasks(UncaughtHandler handler) {
        scheduler = new Scheduler(
                new Options(
                        "parts",
                        0,
                        false,
                        ParkingDriver::new,
                        Clock.system(),
                        handler,
                        new Options.Blocking(1, Duration.ZERO),
                        new Options.Tuning(0, 61, 1, 1),
                        List.of(),
                        false,
                        false,
                        List.of(),
                        new MonitorOptions(Duration.ofMillis(10), Duration.ofMillis(100), 0, news -> {}, false)),
                this);
    }

    <T> Task<T> task(Future<T> future) {
        return new Task<>(scheduler, TaskIds.single(), 0, future, "test");
    }

    /** One that is told by its name. */
    Task<Integer> task(int name) {
        return new Task<>(scheduler, TaskIds.single(), 0, new Never(), Integer.toString(name));
    }

    /** One that stands in the injection queue. */
    <T> Task<T> queued(Future<T> future) {
        Task<T> task = task(future);
        scheduler.injection().push(task);
        return task;
    }

    /** Another worker, with a post of its own. */
    Worker worker(int index) {
        return new Worker(scheduler, index, index + 1, new Post(index, new ParkingDriver(), Clock.system()), false);
    }

    Worker worker() {
        return scheduler.crew().first();
    }

    private static final class Never extends AbstractFuture<Integer> {
        @Override
        protected Poll<Integer> step(Context cx) {
            return Poll.pending();
        }
    }
}
