package dev.kyoto.console.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.console.Console;
import dev.kyoto.console.ConsoleOptions;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The views in a terminal, of a real console. */
class TerminalConsoleTest {
    private final Runtime runtime = Runtime.builder().name("seen").workers(1).build();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void tasksAndWorkersArePrinted() throws Exception {
        runtime.spawn("one \u001b[31mred\u001b[0m task", new Endless());
        try (Console console = Console.attach(runtime, ConsoleOptions.DEFAULT.withPort(0))) {
            String printed;
            do {
                printed = run("--once", "tw", "127.0.0.1:" + console.address().getPort());
            } while (!printed.contains("red") || !printed.contains("○ Idle"));

            assertTrue(printed.contains("runtime seen"), printed);
            assertTrue(printed.contains("○ Idle"), printed);
            assertTrue(printed.contains("Queued"), printed);
            assertFalse(printed.contains("\u001b"), "names are no commands to the terminal");
        }
    }

    @Test
    void tokenIsBrought() throws Exception {
        ConsoleOptions options = ConsoleOptions.DEFAULT.withPort(0).withRandomToken();
        try (Console console = Console.attach(runtime, options)) {
            String address = "127.0.0.1:" + console.address().getPort();

            assertTrue(run("--once", "t", "--token", options.token(), address).contains("runtime seen"));
            run("--once", "t", address);
            assertTrue(err.toString().contains("wants its token"), err::toString);
        }
    }

    @Test
    void missingConsoleIsSaidWithTheCure() {
        int code = command().execute("127.0.0.1:1");

        assertEquals(CommandLine.ExitCode.SOFTWARE, code);
        assertTrue(err.toString().contains("-Dkyoto.console"), err::toString);
    }

    private String run(String... arguments) {
        out.getBuffer().setLength(0);
        command().execute(arguments);
        return out.toString();
    }

    private CommandLine command() {
        return new CommandLine(new TerminalConsole())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private static final class Endless implements Future<Void> {
        @Override
        public Poll<Void> poll(Context cx) {
            cx.waker();
            return Poll.pending();
        }
    }
}
