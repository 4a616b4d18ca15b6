package dev.kyoto.process;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.DescriptorLimit;
import dev.kyoto.internal.hop.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to be run: which, with what arguments, where, and where its input and output go.
 *
 * <pre>{@code
 * var output = Command.of("git", "rev-parse", "HEAD").directory(repository).output(1 << 20).await();
 *
 * try (var sort = Command.of("sort").stdin(PIPE).stdout(PIPE).killOnClose(true).spawn().await()) {
 *     var sorting = spawn(sort.stdout().readToString(UTF_8, 1 << 20));
 *     sort.stdin().writeAll(UTF_8.encode("b\na\n")).await();
 *     sort.stdin().shutdown().await();
 *     print(sorting.await());
 * }
 * }</pre>
 *
 * <p>No shell is between: arguments are passed as they are. Unless it is said otherwise, the child uses the input and output of
 * this program, its directory and its environment, and lives on when its {@link Child} is closed.
 *
 * <p>Mutable and not thread-safe, like a builder; each {@code spawn} takes what was said until then.
 */
public final class Command {
    private final List<String> words = new ArrayList<>();
    private final Map<String, @Nullable String> environment = new HashMap<>();
    private boolean environmentIsCleared;
    private @Nullable Path directory;
    private Stdio stdin = Stdio.INHERIT;
    private Stdio stdout = Stdio.INHERIT;
    private Stdio stderr = Stdio.INHERIT;
    private boolean mergesErrors;
    private boolean killOnClose;

    private Command(String program) {
        words.add(program);
    }

    /** @param program a path, or a name to be looked up in the search path of this program */
    public static Command of(String program, String... arguments) {
        return new Command(program).arguments(List.of(arguments));
    }

    /** Adds arguments. */
    public Command arguments(List<String> arguments) {
        words.addAll(arguments);
        return this;
    }

    /** Adds an argument. */
    public Command argument(String argument) {
        words.add(argument);
        return this;
    }

    /** Where it runs. */
    public Command directory(Path directory) {
        this.directory = directory;
        return this;
    }

    /** Sets a variable of its environment, or takes it away if {@code value} is null. */
    public Command environment(String name, @Nullable String value) {
        environment.put(name, value);
        return this;
    }

    /** Begins with an empty environment, instead of this program's. */
    public Command clearEnvironment() {
        environmentIsCleared = true;
        return this;
    }

    public Command stdin(Stdio source) {
        stdin = source;
        return this;
    }

    public Command stdout(Stdio target) {
        stdout = target;
        return this;
    }

    public Command stderr(Stdio target) {
        stderr = target;
        return this;
    }

    /** Lets the standard error go where the standard output goes, in the order in which both are written. */
    public Command mergeErrors() {
        mergesErrors = true;
        return this;
    }

    /**
     * Whether the child is killed when its {@link Child} is closed, and when the future of {@link #output} or {@link #status} is
     * dropped. Otherwise it lives on, as it does by default.
     */
    public Command killOnClose(boolean kill) {
        killOnClose = kill;
        return this;
    }

    /**
     * Starts it.
     *
     * <p>Fails with {@link IOException} if there is no such program, or it may not be run; and with {@link IllegalStateException}
     * outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, the program may run by then. It is closed at once then, which kills it if
     * {@link #killOnClose} says so.
     */
    @CancelUnsafe("a program that was started, unless it is killed on close")
    public Future<Child> spawn() {
        ProcessBuilder builder = builder(stdin, stdout, stderr);
        boolean kills = killOnClose;
        String what = "Command " + words;
        return new Opening<>(what, () -> start(builder, kills, what));
    }

    /**
     * Runs it to its end and takes all that it writes; its input has ended.
     *
     * <p>Fails with {@link dev.kyoto.io.LimitExceededException} if it writes more than {@code limit} bytes to either of its outputs; the
     * program is killed then.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, what it has written is lost; it lives on, or not, as {@link #killOnClose} says.
     *
     * @throws IllegalArgumentException at once, if {@code limit} is negative
     */
    @CancelUnsafe("what the program has written so far")
    public Future<Output> output(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("The limit is " + limit + ", and must not be negative.");
        }
        ProcessBuilder builder = builder(Stdio.NONE, Stdio.PIPE, Stdio.PIPE);
        boolean kills = killOnClose;
        String what = "Command " + words;
        return new Running<>(new Opening<>(what, () -> start(builder, kills, what)), child -> child.output(limit));
    }

    /**
     * Runs it to its end: its exit code, which is 0 if all went well, by convention.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, the program may run by then; it lives on, or not, as {@link #killOnClose}
     * says.
     */
    @CancelUnsafe("a program that was started, unless it is killed on close")
    public Future<Integer> status() {
        ProcessBuilder builder = builder(stdin, stdout, stderr);
        boolean kills = killOnClose;
        String what = "Command " + words;
        return new Running<>(new Opening<>(what, () -> start(builder, kills, what)), Child::exited);
    }

    private ProcessBuilder builder(Stdio in, Stdio out, Stdio err) {
        ProcessBuilder builder = new ProcessBuilder(List.copyOf(words))
                .redirectInput(in.asInput())
                .redirectOutput(out.asOutput())
                .redirectError(err.asOutput())
                .redirectErrorStream(mergesErrors);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        Map<String, String> variables = builder.environment();
        if (environmentIsCleared) {
            variables.clear();
        }
        environment.forEach((name, value) -> {
            if (value == null) {
                variables.remove(name);
            } else {
                variables.put(name, value);
            }
        });
        return builder;
    }

    private static Child start(ProcessBuilder builder, boolean kills, String what) throws IOException {
        try {
            return new Child(builder.start(), kills, what);
        } catch (IOException e) {
            throw new IOException(
                    String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ") // of some it is several lines
                            + ". "
                            + DescriptorLimit.cure(
                                    e,
                                    "Is the program installed, is it on the search path, may it be executed, and does its"
                                            + " directory exist?"),
                    e);
        }
    }

    @Override
    public String toString() {
        return "Command " + words;
    }
}
