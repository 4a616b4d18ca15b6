package dev.kyoto.stress;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofHours;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Runtime;
import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.task.JoinHandle;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Dumps of very many tasks, under which the others must go on. At full effort a million. */
class DumpStressTest {
    private static final int TASKS = Math.min(1_000_000, 20_000 * Integer.getInteger("kyoto.stress.effort", 1));

    @Test
    void manySleepingTasksAreCountedWhileOthersRun() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < TASKS; i++) {
                    spawn(async(() -> sleep(ofHours(1)).await()));
                    if (i % 1000 == 0) {
                        yieldNow().await();
                    }
                }
            }));
            JoinHandle<?> running = runtime.spawn("running", async(() -> {
                while (true) {
                    steps.incrementAndGet();
                    yieldNow().await();
                }
            }));
            RuntimeDump dump;
            boolean wentOn; // at some dump it does, unless each holds it up: the system need not give it a processor at
            // every
            do {
                int before = steps.get();
                dump = runtime.dump(Integer.MAX_VALUE, task -> true);
                wentOn = steps.get() > before;
            } while (!wentOn || !dump.toString().contains(String.format(Locale.ROOT, "× %,d tasks like this", TASKS)));

            assertEquals(TASKS + 1, dump.tasks().size());
            running.abort();
        }
    }
}
