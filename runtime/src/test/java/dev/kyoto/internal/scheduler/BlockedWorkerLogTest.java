package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockedWorkerLogTest {
    private final List<String> warnings = new ArrayList<>();
    private long now;
    private final BlockedWorkerLog log = new BlockedWorkerLog(this::write, () -> now);

    private void write(Level level, String message) {
        if (level == Level.WARNING) {
            warnings.add(message);
        }
    }

    @Test
    void persistingOneIsAWarningWithItsLineAndStack() {
        log.accept(news(Stage.PERSISTING, "app.Shop.load, Shop.java:10", 12));

        assertEquals(1, warnings.size());
        assertEquals(
                "A worker is blocked: w-0 is held for 120 ms by task 7 (load), spawned at app.Shop.load, Shop.java:10: "
                        + "WAITING at app.Shop.query(Shop.java:12), waiting for a lock. Code that blocks belongs in "
                        + "spawnBlocking(() -> …); a long loop gives way with yieldNow().await().\n"
                        + "\tat java.base/java.lang.Thread.sleep(Thread.java:1)\n"
                        + "\tat dev.kyoto.futures.Mapped.poll(Mapped.java:5)\n"
                        + "\tat app.Shop.query(Shop.java:12)",
                warnings.get(0));
    }

    @Test
    void shortOnesAndEndsAreNoWarnings() {
        log.accept(news(Stage.NOTICED, "a", 1));
        log.accept(news(Stage.ENDED, "a", 1));

        assertEquals(List.of(), warnings);
    }

    @Test
    void sameLineIsLoggedOnceAMinuteAndCounted() {
        for (int i = 0; i < 100; i++) {
            log.accept(news(Stage.PERSISTING, "a", 1));
        }
        assertEquals(1, warnings.size());

        now += Duration.ofMinutes(1).toNanos();
        log.accept(news(Stage.PERSISTING, "a", 1));

        assertEquals(2, warnings.size());
        assertTrue(warnings.get(1).contains("happened 99 more times"), warnings.get(1));
    }

    @Test
    void otherLineAndOtherTaskAreLogged() {
        log.accept(news(Stage.PERSISTING, "a", 1));
        log.accept(news(Stage.PERSISTING, "a", 2));
        log.accept(news(Stage.PERSISTING, "b", 1));

        assertEquals(3, warnings.size());
    }

    @Test
    void placesAreBounded() {
        for (int line = 0; line < 1001; line++) {
            log.accept(news(Stage.PERSISTING, "a", line));
        }
        log.accept(news(Stage.PERSISTING, "a", 0)); // forgotten, with the others

        assertEquals(1002, warnings.size());
    }

    @Test
    void stackWithoutALineOfTheProgramHasNone() {
        BlockedWorker news = new BlockedWorker(
                Stage.NOTICED, 0, "w-0", 7, "load", "site", Duration.ZERO, Thread.State.RUNNABLE, null, List.of());

        assertNull(news.line());
        assertEquals("w-0 is held for 0 ms by task 7 (load), spawned at site: RUNNABLE", news.summary());
    }

    private static BlockedWorker news(Stage stage, String site, int line) {
        return new BlockedWorker(
                stage,
                0,
                "w-0",
                7,
                "load",
                site,
                Duration.ofMillis(120),
                Thread.State.WAITING,
                "a lock",
                List.of(
                        new StackTraceElement(null, "java.base", null, "java.lang.Thread", "sleep", "Thread.java", 1),
                        new StackTraceElement("dev.kyoto.futures.Mapped", "poll", "Mapped.java", 5),
                        new StackTraceElement("app.Shop", "query", "Shop.java", line)));
    }
}
