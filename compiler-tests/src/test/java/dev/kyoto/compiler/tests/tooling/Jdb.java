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

/** A session with the JDK's command line debugger: each command waits for the prompt after it. */
final class Jdb implements AutoCloseable {
    private static final int MINUTES = 2;

    private static final String NOT_STARTED = "> ";
    private static final String STOPPED = "main[1] ";

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

    void stopAt(String place) throws IOException {
        send("stop at " + place);
        readUntil(NOT_STARTED);
    }

    /** Sends a command that makes the program go on, or looks at it while it stands still; answers what jdb printed. */
    String command(String command) throws IOException {
        send(command);
        return readUntil(STOPPED).strip();
    }

    /** Lets the program run to its end; answers what was printed from now on. */
    String finish() throws IOException {
        send("cont");
        return readUntil("The application exited");
    }

    private void send(String command) throws IOException {
        input.write(command + "\n");
        input.flush();
    }

    private String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length() || text.lastIndexOf(end) != text.length() - end.length()) {
            int character = output.read();
            if (character < 0) {
                throw new AssertionError("jdb ended before it printed \"" + end + "\": " + text);
            }
            text.append((char) character);
        }
        return text.substring(0, text.length() - end.length()).replace("\r", "");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
