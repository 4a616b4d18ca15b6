package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the tools of the JDK that the tests run on, each in a process of its own. */
public final class Jdk {
    private static final int MINUTES = 2;

    private Jdk() {}

    /** What a process left: all that it wrote, and its exit code. */
    public record Outcome(int exitCode, String output) {
        /** The output, if the process succeeded. */
        public String succeeded() {
            assertEquals(0, exitCode, output);
            return output.replace("\r\n", "\n");
        }
    }

    /** Runs {@code bin/tool} of the JDK to its end. */
    public static Outcome run(Path directory, String tool, List<String> arguments) {
        try {
            Path output = Files.createTempFile("output", ".txt");
            Process process = start(directory, tool, arguments, ProcessBuilder.Redirect.to(output.toFile()));
            process.getOutputStream().close();
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError(tool + " does not end: " + Files.readString(output));
                }
            } finally {
                process.destroyForcibly();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Outcome(process.exitValue(), text);
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    public static Outcome run(Path directory, String tool, String... arguments) {
        return run(directory, tool, List.of(arguments));
    }

    /** Runs javac, in a process that is kept for more of it. */
    public static Outcome javac(Object... arguments) {
        return JavacServer.javac(Stream.of(arguments).map(Object::toString).toList());
    }

    static Process start(Path directory, String tool, List<String> arguments, ProcessBuilder.Redirect output)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        // Would be reported on the output.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }

    /** Writes {@code text} to a file of {@code directory}, and answers its path. */
    public static Path write(Path directory, String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Joins class path elements. */
    public static String path(Object... elements) {
        List<String> texts = new ArrayList<>();
        for (Object element : elements) {
            texts.add(element.toString());
        }
        return String.join(File.pathSeparator, texts);
    }
}
