package dev.kyoto.slf4j;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.Tracing.carry;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.task.JoinSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Log lines, as logback writes them, of tasks that take turns. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SAME_THREAD) // which is to be left clean
class MdcContextTest {
    private static final int TASKS = 100;
    private static final int TURNS = 20;

    private final Logger logger = (Logger) LoggerFactory.getLogger(MdcContextTest.class);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

    @BeforeEach
    void logIntoMemory() {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(logger.getLoggerContext());
        encoder.setPattern("%X{task:-nobody}%X{step} %msg%n");
        encoder.start();
        appender.setContext(logger.getLoggerContext());
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    @AfterEach
    void threadIsLeftClean() {
        logger.detachAppender(appender);
        appender.stop();
        assertTrue(
                MDC.getCopyOfContextMap() == null || MDC.getCopyOfContextMap().isEmpty());
    }

    private List<String> lines() {
        return log.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Says whose turn it is, again and again, and whose it is according to the MDC. */
    private Future<Void> logging(String name) {
        return async(() -> {
            MDC.put("task", name);
            for (int turn = 0; turn < TURNS; turn++) {
                logger.info(name);
                yieldNow().await();
            }
            MDC.remove("task");
        });
    }

    private Future<Void> loggingAtOnce() {
        return async(() -> {
            try (var tasks = new JoinSet<Void>()) {
                for (int i = 0; i < TASKS; i++) {
                    tasks.spawn(logging("task-" + i));
                }
                tasks.joinAll().await();
            }
        });
    }

    private void assertEveryLineIsOfItsOwnTask() {
        List<String> lines = lines();
        assertEquals(TASKS * TURNS, lines.size());
        for (String line : lines) {
            String[] words = line.split(" ");
            assertEquals(words[1], words[0], line);
        }
    }

    @Test
    void linesOfTasksThatTakeTurnsOnOneThreadHaveTheirOwnValues() throws Exception {
        try (Runtime runtime =
                Runtime.builder().currentThread().carry(MdcContext::capture).build()) {
            runtime.blockOn(loggingAtOnce());
        }

        assertEveryLineIsOfItsOwnTask();
        assertNotEquals(lines().get(0), lines().get(1), "the tasks did not take turns");
    }

    @Test
    void linesOfTasksThatGoFromThreadToThreadHaveTheirOwnValues() throws Exception {
        try (Runtime runtime =
                Runtime.builder().workers(4).carry(MdcContext::capture).build()) {
            runtime.blockOn(loggingAtOnce());
        }

        assertEveryLineIsOfItsOwnTask();
    }

    @Test
    void whatIsSpawnedInsideACarriedFutureIsCarriedOnAnyRuntime() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            runtime.blockOn(MdcContext.carry(loggingAtOnce()));
        }

        assertEveryLineIsOfItsOwnTask();
    }

    @Test
    void futureFindsItsEntriesOnAnotherThread() throws Exception {
        var task = PolledByHand.of(carry(MdcContext.capture().with("task", "mover"), async(() -> {
            logger.info("here");
            MDC.put("step", "/2");
            yieldNow().await();
            logger.info("there");
        })));

        onAThread(task::poll);
        onAThread(() -> {
            MDC.put("task", "other");
            task.poll();
            logger.info("after");
            return null;
        });

        assertEquals(List.of("mover here", "mover/2 there", "other after"), lines());
    }

    private static void onAThread(Callable<?> code) throws Exception {
        var run = new FutureTask<>(code);
        Thread thread = new Thread(run);
        thread.start();
        run.get();
        thread.join();
    }

    @Test
    void spawnedTaskBeginsWithTheEntriesOfItsSpawnerAndGoesItsOwnWay() throws Exception {
        try (Runtime runtime =
                Runtime.builder().workers(2).carry(MdcContext::capture).build()) {
            MDC.put("task", "main");
            runtime.blockOn(async(() -> {
                MDC.put("step", "/1");
                var child = spawn(async(() -> {
                    logger.info("child");
                    MDC.put("step", "/child");
                    yieldNow().await();
                    logger.info("child");
                }));
                child.await();
                spawnBlocking(() -> {
                            logger.info("blocking");
                            MDC.put("task", "lost");
                            return "";
                        })
                        .await();
                logger.info("parent");
            }));
            logger.info("outside");
            MDC.clear();
        }

        assertEquals(
                List.of("main/1 child", "main/child child", "main/1 blocking", "main/1 parent", "main outside"),
                lines());
    }

    @Test
    void carriedFutureHandsItsEntriesOnToWhatItSpawns() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            runtime.blockOn(carry(MdcContext.capture().with("task", "parent"), async(() -> {
                MDC.put("step", "/2");
                spawn(async(() -> logger.info("child"))).await();
            })));
        }

        assertEquals(List.of("parent/2 child"), lines());
    }

    @Test
    void entriesOfTheThreadAreBackAfterAFailureAndAfterADrop() {
        MDC.put("task", "thread");
        Future<Void> failing = async(() -> {
            MDC.put("task", "failing");
            throw new IllegalStateException("wrong");
        });
        var dropped = PolledByHand.of(MdcContext.carry(async(() -> {
            MDC.put("task", "dropped");
            try {
                pending().await();
            } finally {
                logger.info("cleanup");
            }
        })));

        assertThrows(IllegalStateException.class, () -> blockOn(MdcContext.carry(failing)));
        logger.info("after the failure");
        assertTrue(assertDoesNotThrow(dropped::poll).isPending());
        dropped.cancel();
        logger.info("after the drop");
        MDC.clear();

        assertEquals(List.of("thread after the failure", "dropped cleanup", "thread after the drop"), lines());
    }

    @Test
    void branchesOfASelectShareTheEntriesOfTheirTask() throws Exception {
        Future<String> never = pending();

        blockOn(carry(
                MdcContext.capture().with("task", "one"),
                select(
                        on(yieldNow(), turn -> {
                            logger.info("winner");
                            return "";
                        }),
                        on(never))));

        assertEquals(List.of("one winner"), lines());
    }

    @Test
    void moreEntriesMakeAnotherContext() {
        MdcContext none = MdcContext.capture();
        MdcContext one = none.with("task", "one");

        none.enter();
        assertNull(MDC.get("task"));
        none.exit();
        one.enter();
        assertEquals(Map.of("task", "one"), MDC.getCopyOfContextMap());
        one.exit();
    }

    @Test
    void valueOfAFutureDroppedUnpolledStaysWhereItIs() throws Exception {
        Oneshot<String> channel = Oneshot.channel();
        channel.sender().send("value");

        MdcContext.carry(channel.receiver()).cancel();

        assertEquals("value", channel.receiver().tryReceive());
    }
}
