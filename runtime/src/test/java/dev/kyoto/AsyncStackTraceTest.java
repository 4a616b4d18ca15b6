package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.scope;
import static dev.kyoto.Kyoto.shared;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.spawnBlocking;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.fs.AsyncFiles;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.ProgramFrames;
import dev.kyoto.task.FailedTask;
import dev.kyoto.task.JoinSet;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the stack trace of an exception says that went from task to task: each line of the program that led there. */
@ParameterizedClass
@EnumSource(Flavor.class)
class AsyncStackTraceTest {
    private static final String CLASS = AsyncStackTraceTest.class.getName();

    @Parameter
    Flavor flavor;

    private Runtime runtime;

    @BeforeEach
    void start() {
        runtime = flavor.builder().build();
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
    }

    // The shop: every line below that is named in a test ends in a word by which it is found.

    private static Future<String> serve() {
        return async(() -> {
            var acceptor = spawn("acceptor", accept()); // line: serve spawns
            return acceptor.await(); // line: serve awaits
        });
    }

    private static Future<String> accept() {
        return async(() -> {
            yieldNow().await();
            var order = spawn(order()); // line: accept spawns
            return order.await(); // line: accept awaits
        });
    }

    private static Future<String> order() {
        return async(() -> "one " + timeout(ofSeconds(100), price()).await()); // line: order awaits
    }

    private static Future<String> price() {
        return async(() -> {
            yieldNow().await();
            return lookUp(); // line: price calls
        });
    }

    private static String lookUp() throws IOException {
        throw new IOException("no price"); // line: thrown
    }

    /** The line of this file that ends in these words. */
    private static int line(String words) throws IOException {
        Path file = Path.of("src/test/java/dev/kyoto/AsyncStackTraceTest.java");
        List<String> lines = java.nio.file.Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith("// line: " + words)) {
                return i + 1;
            }
        }
        throw new AssertionError(words);
    }

    private static int[] lines(String... words) throws IOException {
        int[] lines = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            lines[i] = line(words[i]);
        }
        return lines;
    }

    private static void assertLines(int[] expected, StackTraceElement[] frames) {
        int[] found = Arrays.stream(frames)
                .filter(frame -> frame.getClassName().equals(CLASS))
                .mapToInt(StackTraceElement::getLineNumber)
                .limit(expected.length)
                .toArray();
        assertEquals(Arrays.toString(expected), Arrays.toString(found), () -> Arrays.toString(frames));
    }

    private static List<FailedTask> marks(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(FailedTask.class::isInstance)
                .map(FailedTask.class::cast)
                .toList();
    }

    private IOException served() {
        return assertThrows(IOException.class, () -> runtime.blockOn(serve())); // line: main
    }

    @Test
    void stackOfATaskIsThatOfItsAwaitsAndNothingElse() throws Exception {
        StackTraceElement[] stack = served().getStackTrace();

        assertLines(lines("thrown", "price calls", "order awaits"), stack);
        assertEquals(3, stack.length, () -> Arrays.toString(stack));
    }

    @Test
    void everySpawnUpToTheRootIsNamed() throws Exception {
        FailedTask mark = marks(served()).get(0);

        assertTrue(mark.isEnd());
        assertLines(lines("accept spawns", "serve spawns", "main"), mark.getStackTrace());
        assertTrue(
                mark.getStackTrace()[0].toString().matches("task \\d+ \\(acceptor\\)//.*"),
                mark.site().toString());
        assertTrue(mark.getStackTrace()[1].toString().matches("task \\d+//.*"));
        assertTrue(mark.getMessage().endsWith(", which was spawned here:"), mark.getMessage());
    }

    @Test
    void awaitsOfWhoJoinedFollow() throws Exception {
        List<FailedTask> marks = marks(served());

        assertEquals(4, marks.size(), marks::toString);
        assertLines(lines("accept awaits"), marks.get(1).getStackTrace());
        assertEquals("acceptor", marks.get(1).taskName());
        assertLines(lines("serve awaits"), marks.get(2).getStackTrace());
        assertLines(lines("main"), marks.get(3).getStackTrace());
        assertEquals(
                "awaited by thread " + Thread.currentThread().getName() + ", here:",
                marks.get(3).getMessage());
        assertFalse(marks.get(3).isEnd());
    }

    @Test
    void taskThatHasNotSpawnedItIsNamedWhenItEndsInTurn() {
        IOException thrown = assertThrows(IOException.class, () -> {
            var failing = runtime.spawn("failing", price());
            runtime.blockOn(runtime.spawn("stranger", async(() -> failing.await())));
        });

        List<FailedTask> ended =
                marks(thrown).stream().filter(FailedTask::isEnd).toList();
        assertEquals(
                List.of("failing", "stranger"),
                ended.stream().map(FailedTask::taskName).toList());
    }

    @Test
    void whereKyotoHasThrownStays() {
        TimeoutException thrown = assertThrows(
                TimeoutException.class,
                () -> runtime.blockOn(
                        async(() -> timeout(ofMillis(1), Futures.pending()).await())));

        StackTraceElement[] stack = thrown.getStackTrace();
        assertEquals("dev.kyoto.internal.time.TimeoutFuture", stack[0].getClassName());
        assertEquals(CLASS, stack[stack.length - 1].getClassName());
    }

    @Test
    void causesAreTrimmedAsWell() {
        Exception thrown = assertThrows(
                IllegalStateException.class,
                () -> runtime.blockOn(async(() -> {
                    try {
                        return price().await();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })));

        assertTrue(Arrays.stream(thrown.getCause().getStackTrace())
                .noneMatch(frame -> ProgramFrames.isKyotos(frame.getClassName())));
    }

    @Test
    void blockingCodeEndsWhereItBegins() throws Exception {
        IOException thrown = assertThrows(
                IOException.class,
                () -> runtime.blockOn(
                        async(() -> spawnBlocking(AsyncStackTraceTest::lookUp).await())));

        assertLines(lines("thrown"), thrown.getStackTrace());
        assertEquals(1, thrown.getStackTrace().length);
        FailedTask mark = marks(thrown).get(0);
        assertTrue(
                mark.getMessage().matches("in task \\d+ \\(blocking code of " + CLASS + "\\) of task \\d+, which .*"),
                mark.getMessage());
    }

    @Test
    void failureOfAFileHasTheAwaitOfIt() {
        NoSuchFileException thrown = assertThrows(
                NoSuchFileException.class,
                () -> runtime.blockOn(async(() ->
                        AsyncFiles.readString(Path.of("no such file"), 100).await())));

        assertEquals(
                "failureOfAFileHasTheAwaitOfIt",
                marks(thrown).get(0).site().getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1"));
    }

    @Test
    void childOfAScopeAndOfASetNamesTheTaskAround() throws Exception {
        IOException ofScope = assertThrows(
                IOException.class,
                () -> runtime.blockOn(scope(scope -> {
                    scope.spawn(price());
                    return Futures.<@Nullable Void>pending().await();
                })));
        IOException ofSet = assertThrows(
                IOException.class,
                () -> runtime.blockOn(async(() -> {
                    try (JoinSet<String> set = new JoinSet<>()) {
                        set.spawn(price());
                        return set.joinAll().await();
                    }
                })));

        for (IOException thrown : List.of(ofScope, ofSet)) {
            assertLines(lines("thrown", "price calls"), thrown.getStackTrace());
            assertTrue(
                    marks(thrown).get(0).site().toString().startsWith("task "),
                    () -> marks(thrown).toString());
        }
    }

    @Test
    void oneFailureThatSeveralAwaitIsMarkedOnce() throws Exception {
        IOException thrown = assertThrows(
                IOException.class,
                () -> runtime.blockOn(async(() -> {
                    var order = shared(spawn(price()));
                    var other = order.copy();
                    try {
                        order.await();
                    } catch (IOException first) {
                        other.await();
                    }
                })));

        assertEquals(1, marks(thrown).stream().filter(FailedTask::isEnd).count());
        assertEquals(3, marks(thrown).size(), () -> marks(thrown).toString());
    }

    @Test
    void longLineOfTasksIsCutShort() {
        IOException thrown = assertThrows(IOException.class, () -> runtime.blockOn(generations(100)));

        FailedTask mark = marks(thrown).get(0);
        assertTrue(mark.getStackTrace().length >= 8 && mark.getStackTrace().length <= 16);
        assertTrue(mark.getMessage().endsWith("at the end of a long line of tasks:"), mark.getMessage());
        assertTrue(marks(thrown).size() <= 16, () -> marks(thrown).toString());
    }

    private static Future<String> generations(int left) {
        return async(() -> {
            if (left == 0) {
                return lookUp();
            }
            return spawn(generations(left - 1)).await();
        });
    }
}
