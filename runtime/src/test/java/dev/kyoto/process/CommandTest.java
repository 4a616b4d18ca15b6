package dev.kyoto.process;

import static dev.kyoto.Kyoto.*;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Result;
import dev.kyoto.io.BufReader;
import dev.kyoto.io.LimitExceededException;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of a Unix shell, as children. */
class CommandTest extends RuntimeTestCase {
    private static final int LIMIT = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void whatAProgramWritesAndItsCodeAreTaken() throws Exception {
        Output output = runtime.blockOn(shell("echo out; echo err >&2; exit 3").output(LIMIT));
        assertEquals("out\n", output.outText());
        assertEquals("err\n", output.errText());
        assertEquals(3, output.exitCode());
        assertFalse(output.isSuccess());
    }

    @Test
    void argumentsArePassedAsTheyAre() throws Exception {
        var command = Command.of("printf", "%s|").argument("a b").arguments(List.of("$HOME", "*"));
        assertEquals("a b|$HOME|*|", runtime.blockOn(command.output(LIMIT)).outText());
    }

    @Test
    void directoryAndEnvironmentAreTheCommands() throws Exception {
        var command = shell("pwd; echo $GREETING; echo ${HOME-none}")
                .directory(folder)
                .environment("GREETING", "hello")
                .environment("HOME", null);
        assertEquals(
                folder.toRealPath() + "\nhello\nnone\n",
                runtime.blockOn(command.output(LIMIT)).outText());
        var cleared = Command.of("/usr/bin/env").clearEnvironment().environment("ONLY", "this");
        assertEquals("ONLY=this\n", runtime.blockOn(cleared.output(LIMIT)).outText());
    }

    @Test
    void errorsMayGoWhereTheOutputGoes() throws Exception {
        Output output = runtime.blockOn(
                shell("echo 1; echo 2 >&2; echo 3").mergeErrors().output(LIMIT));
        assertEquals("1\n2\n3\n", output.outText());
        assertEquals("", output.errText());
    }

    @Test
    void aConversationByPipes() throws Exception {
        runtime.blockOn(async(() -> {
            try (var cat = Command.of("cat")
                    .stdin(Stdio.PIPE)
                    .stdout(Stdio.PIPE)
                    .killOnClose(true)
                    .spawn()
                    .await()) {
                var lines = new BufReader(cat.stdout());
                for (int i = 0; i < 3; i++) {
                    cat.stdin().writeAll(UTF_8.encode("line " + i + "\n")).await();
                    cat.stdin().flush().await();
                    assertEquals("line " + i, lines.readLine().await());
                }
                assertNull(cat.tryExited());
                cat.stdin().shutdown().await();
                assertNull(lines.readLine().await());
                assertEquals(0, cat.exited().await());
                assertEquals(0, cat.exited().await());
                assertEquals(0, cat.tryExited());
            }
        }));
    }

    @Test
    void filesAreInputAndOutput() throws Exception {
        Path in = Files.writeString(folder.resolve("in"), "b\na\n");
        Path out = folder.resolve("out");
        var sort = Command.of("sort").stdin(Stdio.file(in)).stdout(Stdio.file(out));
        assertEquals(0, runtime.blockOn(sort.status()));
        assertEquals(0, runtime.blockOn(sort.stdout(Stdio.append(out)).status()));
        assertEquals("a\nb\na\nb\n", Files.readString(out));
        assertEquals(
                0,
                runtime.blockOn(
                        Command.of("cat").stdin(Stdio.NONE).stdout(Stdio.NONE).status()));
    }

    @Test
    void moreOutputThanIsWelcomeEndsTheProgram() throws Exception {
        var failure = assertThrows(
                LimitExceededException.class,
                () -> runtime.blockOn(Command.of("yes").output(1000)));
        assertEquals(1000, failure.limit());
        assertThrows(IllegalArgumentException.class, () -> Command.of("yes").output(-1));
    }

    @Test
    void aKilledChildHasTheSignalInItsCode() throws Exception {
        runtime.blockOn(async(() -> {
            try (var child = Command.of("sleep", "1000").spawn().await()) {
                child.terminate();
                assertEquals(128 + 15, child.exited().await());
                child.kill();
            }
            try (var child = Command.of("sleep", "1000").spawn().await()) {
                child.kill();
                assertEquals(128 + 9, child.exited().await());
            }
        }));
    }

    @Test
    void aChildLivesOnWhenItIsClosedUnlessItIsToBeKilled() throws Exception {
        runtime.blockOn(async(() -> {
            var survivor = Command.of("sleep", "1000").spawn().await();
            survivor.close();
            assertTrue(survivor.handle().isAlive());
            survivor.kill();
            survivor.exited().await();

            var victim = Command.of("sleep", "1000").killOnClose(true).spawn().await();
            victim.close();
            assertEquals(128 + 9, victim.exited().await());
        }));
    }

    @Test
    void aDroppedRunKillsItsChildIfItIsToBeKilled() throws Exception {
        Path begun = folder.resolve("begun");
        runtime.blockOn(async(() -> {
            var running =
                    spawn(shell("echo $$ > " + begun + ".tmp; mv " + begun + ".tmp " + begun + "; exec sleep 1000")
                            .killOnClose(true)
                            .status());
            while (!begun.toFile().exists()) {
                yieldNow().await();
            }
            running.abort();
            // A runtime without threads drops it only while somebody drives it.
            assertInstanceOf(Result.Failure.class, running.catching().await());
        }));
        long pid = Long.parseLong(Files.readString(begun).strip());
        ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    }

    @Test
    void aDroppedExitedIsToldToTheNext() throws Exception {
        runtime.blockOn(async(() -> {
            try (var child = shell("exit 7").spawn().await()) {
                var dropped = spawn(child.exited());
                yieldNow().await();
                dropped.abort();
                assertEquals(7, child.exited().await());
            }
        }));
    }

    @Test
    void aProgramThatIsNotThereIsNamedWithTheCure() {
        var failure = assertThrows(
                IOException.class,
                () -> runtime.blockOn(Command.of("no-such-program").spawn()));
        assertTrue(failure.getMessage().contains("no-such-program"), failure.getMessage());
        assertTrue(failure.getMessage().contains("search path"), failure.getMessage());
    }

    @Test
    void manyChildrenRunAtATimeAndLeaveNoZombie() throws Exception {
        runtime.blockOn(async(() -> {
            var all = new ArrayList<Future<Output>>();
            for (int i = 0; i < 20; i++) {
                all.add(shell("echo " + i).output(LIMIT));
            }
            var outputs = joinAll(all).await();
            for (int i = 0; i < 20; i++) {
                assertEquals(i + "\n", outputs.get(i).outText());
            }
        }));
        Children.awaitNone();
    }

    @Test
    void aLongInputAndALongOutputDoNotWaitForEachOther() throws Exception {
        runtime.blockOn(async(() -> {
            try (var cat = Command.of("cat")
                    .stdin(Stdio.PIPE)
                    .stdout(Stdio.PIPE)
                    .killOnClose(true)
                    .spawn()
                    .await()) {
                var reading = spawn(cat.stdout().readToEnd(4 << 20));
                cat.stdin().writeAll(ByteBuffer.allocate(1 << 20)).await();
                cat.stdin().shutdown().await();
                assertEquals(1 << 20, reading.await().length);
            }
        }));
    }

    /** Java's sockets and selectors are not closed by the system when a program is started: Java has to do it. */
    @Test
    void aChildHasNoneOfOurSockets() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc");
        runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await();
                    var stream = TcpStream.connect(listener.localAddress()).await()) {
                assertFalse(stream.option(SO_KEEPALIVE));
                String open = Command.of("ls", "-l", "/proc/self/fd")
                        .output(LIMIT)
                        .await()
                        .outText();
                assertTrue(open.contains("pipe:"), open);
                assertFalse(open.contains("socket:"), open);
                assertFalse(open.contains("eventpoll"), open);
            }
        }));
    }

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }
}
