package dev.kyoto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A main class of the tests in a process of its own, whose standard output is read line by line; killed in the end. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * @param before what is to run the command, such as {@code nice}
     * @param arguments of the program
     */
    public static ChildJvm start(List<String> before, Class<?> main, String... arguments) throws IOException {
        return start(before, System.getProperty("java.class.path"), main, List.of(arguments));
    }

    /**
     * With so many file descriptors at most. All classes come from files that are open from the start: without a descriptor left, none
     * could be loaded from a folder.
     *
     * @param folder for those files
     */
    public static ChildJvm startWithDescriptors(int limit, Path folder, Class<?> main) throws IOException {
        assumeTrue(new File("/bin/sh").canExecute(), "needs a Unix shell to lower the limit");
        return start(
                List.of("/bin/sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"),
                jars(folder),
                main,
                List.of());
    }

    private static ChildJvm start(List<String> before, String classPath, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The JVM looks at the limits of its container now and then, which takes a descriptor.
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UseContainerSupport"));
        command.addAll(List.of("-Xmx256m", "-cp", classPath, main.getName()));
        command.addAll(arguments);
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The class path of this process, with a jar in the place of each folder. */
    private static String jars(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = folder.resolve(jars.size() + ".jar");
                pack(path, jar);
                jars.add(jar.toString());
            } else {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(0);
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** The next line that it prints, without the end of the line; null at the end of its output. */
    public String line() throws IOException {
        return output.readLine();
    }

    /** Says a line to it. */
    public void tell(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.getInputStream().close();
        process.getOutputStream().close();
    }
}
