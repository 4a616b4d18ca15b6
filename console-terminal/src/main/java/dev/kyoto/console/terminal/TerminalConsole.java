package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program: connects to the console of a running program and shows its views until q. */
@Command(
        name = "console",
        description =
                "Shows what a Kyoto program does that was started with its console: with -Dkyoto.console, or --console.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class TerminalConsole implements Callable<Integer> {
    static final int DEFAULT_PORT = 6670;

    private static final long INTERVAL_MILLIS = 1_000;
    private static final int ESCAPE = 27;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "<host:port>",
            defaultValue = "127.0.0.1:" + DEFAULT_PORT,
            description = "Where the console of the program is. Default: ${DEFAULT-VALUE}.")
    private String address;

    @Option(
            names = "--token",
            paramLabel = "<token>",
            description = "The token that the program has printed, if it has.")
    private @Nullable String token;

    @Option(
            names = "--once",
            paramLabel = "<views>",
            description = "Print views, such as tw for tasks and workers, and end.")
    private @Nullable String once;

    private final Screen screen = new Screen();
    private JsonNode answer = MissingNode.getInstance();
    private @Nullable String problem;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TerminalConsole()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Client client = new Client(address, token);
        look(client, 24);
        if (problem != null) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "There is no console at " + client.console() + ": " + problem
                                    + ". Start the program with -Dkyoto.console and kyoto-console on its class path; it prints the address.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (once != null) {
            print(client, once);
        } else {
            try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
                show(client, terminal);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void look(Client client, int height) throws InterruptedException {
        try {
            answer = client.look(screen.parameters(height));
            problem = null;
        } catch (IOException failure) {
            String message = failure.getMessage();
            problem = "it does not answer" + (message == null ? "" : " (" + message + ")");
        }
    }

    private void print(Client client, String views) throws InterruptedException {
        int width = 120;
        int height = 40;
        for (char view : views.toCharArray()) {
            screen.key(view);
            look(client, height);
            for (AttributedString line : screen.lines(answer, problem, width, height)) {
                spec.commandLine().getOut().println(line.toString().stripTrailing());
            }
        }
    }

    private void show(Client client, Terminal terminal) throws IOException, InterruptedException {
        Attributes before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        Display display = new Display(terminal, true);
        try {
            boolean goesOn = true;
            while (goesOn) {
                Size size = terminal.getSize();
                if (!screen.isPaused()) {
                    look(client, size.getRows());
                }
                draw(display, size);
                goesOn = awaitKey(terminal, INTERVAL_MILLIS);
            }
        } finally {
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(before);
            terminal.flush();
        }
    }

    private void draw(Display display, Size size) {
        display.resize(size.getRows(), size.getColumns());
        List<AttributedString> lines = screen.lines(answer, problem, size.getColumns(), size.getRows());
        display.update(lines, 0);
    }

    private boolean awaitKey(Terminal terminal, long millis) throws IOException {
        NonBlockingReader keys = terminal.reader();
        int key = keys.read(millis);
        if (key == NonBlockingReader.READ_EXPIRED) {
            return true;
        }
        if (key == ESCAPE) {
            key = arrow(keys);
        }
        return key != NonBlockingReader.EOF && screen.key(key);
    }

    /** An arrow key is escape and two more; escape alone is nothing more. */
    private static int arrow(NonBlockingReader keys) throws IOException {
        int next = keys.read(20);
        if (next != '[' && next != 'O') {
            return ESCAPE;
        }
        return switch (keys.read(20)) {
            case 'A' -> 'k';
            case 'B' -> 'j';
            case 'C' -> 'l';
            case 'D' -> 'h';
            default -> 0;
        };
    }
}
