package dev.kyoto.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a signal does to a whole process, and where the JVM does not hand it out. */
class SignalsInOtherProcessesTest {
    @BeforeAll
    static void destroySendsASignal() {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs Unix");
    }

    @Test
    void whoWaitsForTheSignalDecidesHowTheProcessEnds() throws Exception {
        Process process = start(List.of(), AwaitsTermination.class);
        var output = process.inputReader();
        assertEquals("waiting", output.readLine());
        process.toHandle().destroy(); // unlike the process' own, this leaves its output open

        assertEquals("finishing what was begun", output.readLine());
        assertEquals(AwaitsTermination.EXIT, process.waitFor());
    }

    @Test
    void underXrsTheErrorNamesTheCure() throws Exception {
        assertFailsWith("without -Xrs", start(List.of("-Xrs"), AwaitsTermination.class));
    }

    @Test
    void withoutTheModuleTheErrorNamesTheCure() throws Exception {
        assertFailsWith(
                "--add-modules jdk.unsupported",
                start(List.of("--limit-modules", "java.base,java.logging"), AwaitsTermination.class));
    }

    private static void assertFailsWith(String cure, Process process) throws Exception {
        String line = process.inputReader().readLine();
        assertTrue(line.startsWith("java.lang.UnsupportedOperationException"), line);
        assertTrue(line.contains(cure), line);
        process.waitFor();
    }

    private static Process start(List<String> options, Class<?> main) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The other process. */
    static final class AwaitsTermination {
        static final int EXIT = 7;

        private AwaitsTermination() {}

        public static void main(String[] args) {
            try (Runtime runtime = Runtime.builder().currentThread().build()) {
                runtime.blockOn(announced(Signals.terminate()));
                System.out.println("finishing what was begun");
            } catch (Throwable e) {
                System.out.println(e);
                System.exit(1);
            }
            System.exit(EXIT);
        }

        private static Future<@Nullable Void> announced(Future<@Nullable Void> signal) {
            return cx -> {
                var poll = signal.poll(cx);
                if (poll.isPending()) {
                    System.out.println("waiting");
                }
                return poll;
            };
        }
    }
}
