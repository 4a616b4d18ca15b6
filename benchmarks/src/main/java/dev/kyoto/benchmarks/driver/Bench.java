package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures the same workloads on every side, and writes the tables.
 *
 * <p>Each measurement has a process of its own, and there are several of each side, in turns: what threads exchange goes at
 * one of two speeds, which a process keeps, and the machine has better and worse minutes.
 */
public final class Bench {
    private final Options options;
    private final Peers peers;
    private final Results results;
    private final List<Workload> workloads;
    private final long begin = System.nanoTime();

    private Bench(Options options, Peers peers, Results results) {
        this.options = options;
        this.peers = peers;
        this.results = results;
        this.workloads = Workload.ALL.stream()
                .filter(workload -> options.workloads.matcher(workload.name()).matches())
                .toList();
    }

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        if (options.help) {
            System.out.println(Options.USAGE);
            return;
        }
        if (options.list) {
            Workload.ALL.forEach(workload -> System.out.printf("%-16s %s%n", workload.name(), workload.description()));
            return;
        }
        if (!Machine.isMeasurable()) {
            System.err.println("bench: it takes Linux, whose /proc/stat tells whether others disturb a measurement.");
            System.exit(1);
        }
        options.folder = options.folder.toAbsolutePath().normalize();
        Peers peers = Peers.build(options, Options.ROOT.resolve("benchmarks/peers"));
        boolean keep = options.resume || options.reportOnly;
        Results results = Results.open(options.folder.resolve("results.tsv"), keep, options.processes);
        new Bench(options, peers, results).run();
    }

    private void run() throws IOException, InterruptedException {
        String load = Machine.load();
        if (!options.reportOnly) {
            for (int pass = 1; pass <= options.processes; pass++) {
                pass(pass, false);
            }
            for (int pass = 1; pass <= options.processes; pass++) {
                pass(pass, true);
            }
        }
        var report = new Report(options, peers, workloads, results).write(load);
        Path file = options.folder.resolve("tables.md");
        Files.writeString(file, report);
        System.out.println(report);
        System.err.println("Written to " + file);
    }

    /** One process of each side in each workload, as far as there are less than {@code pass}, or else where one was disturbed. */
    private void pass(int pass, boolean again) throws IOException, InterruptedException {
        for (Workload workload : workloads) {
            for (Side side : peers.sides()) {
                boolean wanted = again
                        ? results.isDisturbed(workload, side)
                        : results.missing(workload, side) > options.processes - pass;
                if (wanted && side.has(workload) && isTimeLeft()) {
                    measure(workload, side);
                }
            }
        }
    }

    private boolean isTimeLeft() {
        return System.nanoTime() - begin < options.limit.toNanos();
    }

    private void measure(Workload workload, Side side) throws IOException, InterruptedException {
        String line = String.format(Locale.ROOT, "%-16s %-20s ", workload.name(), side.name());
        try {
            Result result = Measurement.run(options, workload, side);
            results.add(result);
            System.err.println(line + (result.isQuiet() ? "  " : "~ ") + result.values());
        } catch (IOException | UncheckedIOException failure) {
            System.err.println(line + "  no result: " + failure.getMessage());
        }
    }
}
