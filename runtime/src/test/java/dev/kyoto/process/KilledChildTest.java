package dev.kyoto.process;

import static dev.kyoto.Kyoto.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Result;
import dev.kyoto.io.BufReader;
import dev.kyoto.net.Descriptors;
import dev.kyoto.net.Leftovers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A child that is killed by somebody else, in the middle of what it is wanted for. */
class KilledChildTest extends RuntimeTestCase {
    private static final int KILLED = 128 + 9;

    private int descriptors;

    @BeforeAll
    static void needsUnix() {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs Unix");
    }

    @BeforeEach
    void startTheFirst() throws Exception {
        runtime.blockOn(Command.of("true").output(1)); // opens descriptors that stay
        descriptors = Descriptors.open();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        Leftovers.awaitNone(runtime);
        Descriptors.awaitBackTo(descriptors);
        Children.awaitNone();
    }

    @Test
    void whatItHadWrittenIsReadAndThenTheEnd() throws Exception {
        runtime.blockOn(async(() -> {
            try (var child = shell("printf 'one\\ntwo\\nthr'; exec sleep 1000")
                    .stdout(Stdio.PIPE)
                    .spawn()
                    .await()) {
                var reader = new BufReader(child.stdout());
                assertEquals("one", reader.readLine().await());
                var rest = spawn(reader.readToString(US_ASCII, 100));
                kill(child.pid());
                assertEquals("two\nthr", rest.await());
                assertEquals(KILLED, child.exited().await());
            }
        }));
    }

    /** Java's own thread takes what is left in the pipe of a child that has ended, while the reader is at it as well. */
    @Test
    void whatItWroteLastIsReadHoweverSoonItEnds() throws Exception {
        for (int i = 0; i < 20; i++) {
            Output output = runtime.blockOn(shell("echo " + i + "; kill -9 $$").output(100));
            assertEquals(i + "\n", output.outText());
        }
    }

    @Test
    void aWriterToItIsTold() throws Exception {
        runtime.blockOn(async(() -> {
            try (var child =
                    Command.of("sleep", "1000").stdin(Stdio.PIPE).spawn().await()) {
                // More than a pipe takes, and nobody reads.
                var writing = spawn(
                        child.stdin().writeAll(ByteBuffer.allocate(4 << 20)).catching());
                yieldNow().await();
                assertFalse(writing.isFinished());
                kill(child.pid());
                var failure =
                        assertInstanceOf(Result.Failure.class, writing.await()).failure();
                assertInstanceOf(IOException.class, failure);
                assertTrue(failure.getMessage().contains("takes no input any more"), failure.getMessage());
                assertTrue(failure.getMessage().contains("(process " + child.pid() + ")"), failure.getMessage());
                assertEquals(KILLED, child.exited().await());
            }
        }));
    }

    @Test
    void allWhoWaitForItsEndAreTold() throws Exception {
        runtime.blockOn(async(() -> {
            try (var child = Command.of("sleep", "1000").spawn().await()) {
                var first = spawn(child.exited());
                var second = spawn(child.exited());
                yieldNow().await();
                kill(child.pid());
                assertEquals(KILLED, first.await());
                assertEquals(KILLED, second.await());
                assertEquals(KILLED, child.exited().await());
            }
        }));
    }

    @Test
    void itsWholeOutputSoFarComesWithItsCode() throws Exception {
        Output output = runtime.blockOn(
                shell("echo out; echo err >&2; kill -9 $$; echo never").output(100));
        assertEquals("out\n", output.outText());
        assertEquals("err\n", output.errText());
        assertEquals(KILLED, output.exitCode());
    }

    /** Its own children are not killed with it; they can be found before. */
    @Test
    void itsChildrenAreKilledOneByOne() throws Exception {
        runtime.blockOn(async(() -> {
            try (var child = shell("sleep 1000 & echo $!; wait")
                    .stdout(Stdio.PIPE)
                    .spawn()
                    .await()) {
                var reader = new BufReader(child.stdout());
                long grandchild = Long.parseLong(reader.readLine().await());
                var descendants = child.handle().descendants().toList();
                assertEquals(grandchild, descendants.get(0).pid());
                kill(child.pid());
                assertEquals(KILLED, child.exited().await());
                descendants.forEach(ProcessHandle::destroyForcibly);
                assertEquals(null, reader.readLine().await());
            }
        }));
    }

    /** The signal of a terminal or a supervisor goes to the whole group, of which the shell and its children are. */
    @Test
    void aSignalToItsGroupEndsItAndItsChildren() throws Exception {
        assumeFalse(!Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid");
        runtime.blockOn(async(() -> {
            try (var child = Command.of("setsid", "sh", "-c", "echo $$; sleep 1000 & wait")
                    .stdout(Stdio.PIPE)
                    .spawn()
                    .await()) {
                var reader = new BufReader(child.stdout());
                long group = Long.parseLong(reader.readLine().await());
                assertEquals(
                        0, Command.of("kill", "-9", "--", "-" + group).status().await());
                assertEquals(null, reader.readLine().await());
                assertEquals(KILLED, child.exited().await());
            }
        }));
    }

    /** As an operator or the system would. */
    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }
}
