package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.task.FailedTask;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failed task tells, to whoever joins it or to the uncaught handler; and that it harms nothing else. */
@ParameterizedClass
@EnumSource(Flavor.class)
class FailureReportTest {
    private static final String CLASS = FailureReportTest.class.getName();

    @Parameter
    Flavor flavor;

    private final List<String> origins = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = builder().build();
    }

    private Runtime.Builder builder() {
        return flavor.builder().uncaughtHandler((origin, failure) -> {
            origins.add(origin);
            uncaught.add(failure);
        });
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
    }

    @Test
    void joinerGetsTheVeryExceptionWithWhereTheTaskComesFrom() {
        IOException failure = new IOException("gone");

        IOException thrown =
                assertThrows(IOException.class, () -> runtime.blockOn(runtime.spawn("doomed", failingLater(failure))));

        assertSame(failure, thrown);
        FailedTask mark = marks(thrown).get(0);
        assertEquals("doomed", mark.taskName());
        assertEquals(CLASS, mark.site().getClassName());
        assertEquals(
                "joinerGetsTheVeryExceptionWithWhereTheTaskComesFrom",
                mark.site().getMethodName());
        assertTrue(mark.getMessage().startsWith("in task " + mark.taskId() + " (doomed)"), mark.getMessage());
    }

    @Test
    void stackOfAFailureAfterASuspensionHasEveryAwaitAboveIt() {
        IOException thrown = assertThrows(IOException.class, () -> runtime.blockOn(outer()));

        List<String> methods = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().equals(CLASS))
                .map(frame -> frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1"))
                .toList();
        assertEquals(List.of("innermost", "inner", "outer"), methods.subList(0, 3));
        assertTrue(Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().equals(CLASS))
                .allMatch(frame -> frame.getLineNumber() > 0));
    }

    @Test
    void failureHandedOnByAJoinerNamesBothTasks() {
        IOException thrown = assertThrows(
                IOException.class,
                () -> runtime.blockOn(runtime.spawn(
                        "parent",
                        async(() -> spawn("child", failingLater(new IOException("gone")))
                                .await()))));

        assertEquals(
                List.of("child", "parent"),
                marks(thrown).subList(0, 2).stream().map(FailedTask::taskName).toList());
    }

    @Test
    void failureNobodyJoinedIsReportedWithNameAndSite() throws Exception {
        JoinHandle<String> handle = runtime.spawn("doomed", failingLater(new IOException("gone")));
        runtime.blockOn(TaskTest.untilFinished(handle));

        runtime.close();

        assertEquals(1, origins.size());
        assertTrue(
                origins.get(0)
                        .startsWith("task " + handle.id() + " (doomed), " + CLASS
                                + ".failureNobodyJoinedIsReportedWithNameAndSite, "),
                origins.get(0));
        assertEquals("doomed", marks(uncaught.get(0)).get(0).taskName());
    }

    @Test
    void libraryFutureIsCalledByItsClass() {
        IOException thrown =
                assertThrows(IOException.class, () -> runtime.blockOn(Poller.failing(new IOException("gone"))));

        assertTrue(marks(thrown).get(0).site().getClassName().startsWith("dev.kyoto.Poller"));
    }

    @Test
    void recordedSpawnSiteIsTheCallOfSpawn() {
        try (Runtime recording = builder().recordSpawnSites(true).build()) {
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> recording.blockOn(spawnHere(recording, failingLater(new IOException("gone")))));

            assertEquals("spawnHere", marks(thrown).get(0).site().getMethodName());
            assertTrue(marks(thrown).get(0).getMessage().endsWith("was spawned here:"));
        }
    }

    @Test
    void exceptionThrownAgainAndAgainDoesNotGrow() {
        IOException shared = new IOException("shared");
        for (int i = 0; i < 100; i++) {
            int round = i;
            assertThrows(IOException.class, () -> runtime.blockOn(runtime.spawn("same", failingLater(shared))));
            assertThrows(
                    IOException.class, () -> runtime.blockOn(runtime.spawn("other " + round, failingLater(shared))));
        }

        assertEquals(16, marks(shared).size());
    }

    @Test
    void exceptionWithoutAStackTraceIsLeftAlone() {
        Stackless shared = new Stackless();

        assertThrows(Stackless.class, () -> runtime.blockOn(runtime.spawn(failingLater(shared))));

        assertEquals(0, shared.getSuppressed().length);
    }

    @Test
    void exceptionWhoseMethodsThrowIsStillTheFailure() {
        Exception hostile = new Exception("hostile") {
            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("never ask me");
            }
        };

        Exception thrown = assertThrows(Exception.class, () -> runtime.blockOn(runtime.spawn(failingLater(hostile))));
        assertSame(hostile, thrown);
    }

    @Test
    void stackOverflowInABlockRunsItsFinallyAndFailsItsTaskOnly() throws Exception {
        JoinHandle<Integer> doomed = runtime.spawn(async(() -> {
            try {
                yieldNow().await();
                return infinitelyDeep(0);
            } finally {
                events.add("finally");
            }
        }));

        assertThrows(StackOverflowError.class, () -> runtime.blockOn(doomed));
        assertEquals(List.of("finally"), events);
        assertEquals(1, runtime.blockOn(runtime.spawn(Poller.yielding(3, 1))));
    }

    @Test
    void arrayBeyondTheLimitFailsItsTaskOnly() throws Exception {
        JoinHandle<Integer> doomed = runtime.spawn(async(() -> {
            try {
                yieldNow().await();
                return new long[Integer.MAX_VALUE].length;
            } finally {
                events.add("finally");
            }
        }));

        assertThrows(OutOfMemoryError.class, () -> runtime.blockOn(doomed));
        assertEquals(List.of("finally"), events);
        assertEquals(1, runtime.blockOn(runtime.spawn(Poller.yielding(3, 1))));
    }

    @Test
    void outOfMemoryErrorThatNobodyJoinsIsReported() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("by hand");
        JoinHandle<Integer> doomed = runtime.spawn(async(() -> {
            yieldNow().await();
            throw error;
        }));
        runtime.blockOn(TaskTest.untilFinished(doomed));

        runtime.close();

        assertEquals(List.of(error), uncaught);
    }

    private static JoinHandle<String> spawnHere(Runtime runtime, Future<String> future) {
        return runtime.spawn(future);
    }

    private static Future<String> failingLater(Exception failure) {
        return async(() -> {
            yieldNow().await();
            throw failure;
        });
    }

    private static Future<String> outer() {
        return async(() -> inner().await() + "!");
    }

    private static Future<String> inner() {
        return async(() -> innermost().await() + "?");
    }

    private static Future<String> innermost() {
        return async(() -> {
            yieldNow().await();
            throw new IOException("gone");
        });
    }

    private static int infinitelyDeep(int depth) {
        return depth < 0 ? depth : infinitelyDeep(depth + 1) + 1;
    }

    private static List<FailedTask> marks(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(FailedTask.class::isInstance)
                .map(FailedTask.class::cast)
                .toList();
    }

    private static final class Stackless extends Exception {
        private static final long serialVersionUID = 1;

        Stackless() {
            super("stackless", null, true, false);
        }
    }
}
