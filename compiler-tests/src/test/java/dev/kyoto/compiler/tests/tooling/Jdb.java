package dev.kyoto.compiler.tests.tooling;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A session with the JDK's command line debugger. Two threads of it print: one answers commands, the other says where the program
 * has stopped. Each prints a prompt when it is through, so that a prompt says nothing of what the other has printed; what is
 * waited for is therefore what only one of them prints.
 */
final class Jdb implements AutoCloseable {
    private static final int MINUTES = 2;

    private static final Pattern NOT_STARTED = Pattern.compile("> ");
    private static final Pattern PROMPT = Pattern.compile("> |main\\[1] ");

    /** The line of the program, which is printed last, but for a prompt. */
    private static final Pattern STOPPED = Pattern.compile("line=(\\d+) bci=\\d+\\R.*\\b\\1 .*\\R");

    /** No command; the answer to it comes after all answers to the commands before. */
    private static final String MARK = "mark";

    private static final Pattern MARKED = Pattern.compile("Unrecognized command: '" + MARK + "'.*\\R");

    private static final Pattern EXITED = Pattern.compile("The application exited");

    private final Process process;
    private final Reader output;
    private final Writer input;

    Jdb(Path directory, String classPath, String mainClass) throws IOException {
        process = Jdk.start(
                directory,
                "jdb",
                List.of(
                        "-J-Duser.language=en",
                        "-sourcepath",
                        directory.toString(),
                        "-classpath",
                        classPath,
                        mainClass),
                ProcessBuilder.Redirect.PIPE);
        output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
        input = process.outputWriter();
        // A session that hangs ends, and what it had printed shows where.
        CompletableFuture.delayedExecutor(MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
        readUntil(NOT_STARTED);
    }

    /** Before the program runs. */
    void stopAt(String place) throws IOException {
        send("stop at " + place);
        readUntil(NOT_STARTED);
    }

    /** Sends a command that makes the program go on, and waits until it has stopped; answers what jdb printed. */
    String go(String command) throws IOException {
        send(command);
        return readUntil(STOPPED);
    }

    /** Sends a command that looks at the program while it stands still; answers the lines that jdb printed. */
    List<String> look(String command) throws IOException {
        send(command);
        send(MARK);
        String answer = PROMPT.matcher(readUntil(MARKED)).replaceAll("");
        return MARKED.matcher(answer)
                .replaceAll("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Lets the program run to its end; answers what was printed from now on. */
    String finish() throws IOException {
        send("cont");
        return readUntil(EXITED);
    }

    private void send(String command) throws IOException {
        input.write(command + "\n");
        input.flush();
    }

    private String readUntil(Pattern end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!end.matcher(text).find()) {
            int character = output.read();
            if (character < 0) {
                throw new AssertionError("jdb ended before it printed \"" + end + "\": " + text);
            }
            text.append((char) character);
        }
        return text.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
