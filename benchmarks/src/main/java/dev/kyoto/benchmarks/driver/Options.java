package dev.kyoto.benchmarks.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the driver was asked for. */
final class Options {
    static final String USAGE = """
            Usage: ./kyoto bench [options]

            Measures the same workloads in Kyoto, Tokio, virtual threads, kotlinx.coroutines, Netty and Vert.x.
            Writes tables.

              --quick              2 processes of each side instead of 5, shorter rounds
              --processes N        N processes of each side
              --minutes N          stop after N minutes, and write the tables of what is there (default 120, quick 25)
              --workloads REGEX    only these, such as 'mpsc.*' (default: all)
              --sides REGEX        only these: kyoto, kyoto-current, tokio, tokio-current, virtual-threads, kotlinx,
                                   netty-epoll, netty-nio, vertx (default: all)
              --resume             keep earlier results, and measure only what is missing or was disturbed
              --report             measure nothing, write the tables of earlier results
              --folder FOLDER      where results, tables and the programs of the peers go (default benchmarks/target/bench)
              --jdk HOME           the JDK that runs every Java side (default: the newest from 21 on that is found)
              --list               list the workloads

              ./kyoto bench --jmh [arguments of JMH]    measure single operations with JMH instead
              ./kyoto bench --compiler [rounds]         measure what the compiler adds to javac instead
            """;

    /** The tree that the benchmarks are part of. */
    static final Path ROOT =
            Path.of(System.getProperty("kyoto.root", "")).toAbsolutePath().normalize();

    boolean quick;
    boolean resume;
    boolean reportOnly;
    boolean list;
    boolean help;
    int processes = 5;
    Duration limit = Duration.ofMinutes(120);
    Pattern workloads = Pattern.compile(".*");
    Pattern sides = Pattern.compile(".*");
    Path folder = ROOT.resolve("benchmarks/target/bench");

    @Nullable Path jdk;

    /** @throws IllegalArgumentException that says what is wrong */
    static Options parse(List<String> arguments) {
        var options = new Options();
        if (arguments.contains("--quick")) {
            options.quick = true;
            options.processes = 2;
            options.limit = Duration.ofMinutes(25);
        }
        Queue<String> rest = new ArrayDeque<>(arguments);
        for (String name = rest.poll(); name != null; name = rest.poll()) {
            switch (name) {
                case "--quick" -> {}
                case "--resume" -> options.resume = true;
                case "--report" -> options.reportOnly = true;
                case "--list" -> options.list = true;
                case "--help" -> options.help = true;
                case "--processes" -> options.processes = Integer.parseInt(valueOf(name, rest));
                case "--minutes" ->
                    options.limit = Duration.ofSeconds(Math.round(60 * Double.parseDouble(valueOf(name, rest))));
                case "--workloads" -> options.workloads = Pattern.compile(valueOf(name, rest));
                case "--sides" -> options.sides = Pattern.compile(valueOf(name, rest));
                case "--folder" -> options.folder = Path.of(valueOf(name, rest));
                case "--jdk" -> options.jdk = Path.of(valueOf(name, rest));
                default -> throw new IllegalArgumentException("There is no option " + name + ".");
            }
        }
        return options;
    }

    private static String valueOf(String name, Queue<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(name + " needs a value.");
        }
        return value;
    }

    // How long a process is measured. A quarter of a second is long against the tick of 10 ms in which the system
    // counts
    // processor time; nine rounds have a median that one odd round does not move.

    int rounds() {
        return quick ? 5 : 9;
    }

    double roundSeconds() {
        return quick ? 0.15 : 0.25;
    }

    /** How long, beyond the rounds themselves, one process waits for the others on this machine to be quiet. */
    double patienceSeconds() {
        return quick ? 3 : 12;
    }
}
