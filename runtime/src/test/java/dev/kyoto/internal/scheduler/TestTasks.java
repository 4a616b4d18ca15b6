package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.ParkingDriver;
import dev.kyoto.internal.task.TaskIds;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.List;

/** Tasks that stand in no queue, of a scheduler that nobody drives: for tests of one part of the machine. */
final class TestTasks {
    final Scheduler scheduler = new Scheduler(
            new Options(
                    "parts",
                    0,
                    false,
                    ParkingDriver::new,
                    Clock.system(),
                    (origin, failure) -> {},
                    new Options.Blocking(1, Duration.ZERO),
                    new Options.Tuning(0, 61, 1),
                    List.of(),
                    false,
                    false,
                    new MonitorOptions(Duration.ofMillis(10), Duration.ofMillis(100), 0, news -> {}, false)),
            this);

    Task<Integer> task(Future<Integer> future) {
        return new Task<>(scheduler, TaskIds.single(), future, null, false);
    }

    /** One that is told by its name. */
    Task<Integer> task(int name) {
        return new Task<>(scheduler, TaskIds.single(), new Never(), Integer.toString(name), false);
    }

    Worker worker() {
        return scheduler.crew().first();
    }

    private static final class Never extends dev.kyoto.futures.AbstractFuture<Integer> {
        @Override
        protected dev.kyoto.futures.Poll<Integer> step(dev.kyoto.futures.Context cx) {
            return dev.kyoto.futures.Poll.pending();
        }
    }
}
