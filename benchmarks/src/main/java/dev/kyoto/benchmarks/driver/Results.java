package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All results so far, also in a file, so that a run can be resumed. */
final class Results {
    private final Path file;
    private final int processes;
    private final List<Result> all = new ArrayList<>();

    private Results(Path file, int processes) {
        this.file = file;
        this.processes = processes;
    }

    /** @param processes how many results of a side in a workload are wanted */
    static Results open(Path file, boolean keep, int processes) throws IOException {
        var results = new Results(file, processes);
        if (keep && Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                results.all.add(Result.decode(line));
            }
        } else {
            Files.deleteIfExists(file);
        }
        return results;
    }

    void add(Result result) throws IOException {
        all.add(result);
        Files.writeString(file, result.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Those that count: as many as wanted, the quiet ones in the order in which they came, then the least disturbed. */
    List<Result> of(Workload workload, Side side) {
        return all.stream()
                .filter(result -> result.workload().equals(workload.name())
                        && result.side().equals(side.name()))
                .sorted(Comparator.comparingDouble(result -> result.isQuiet() ? 0 : result.foreign()))
                .limit(processes)
                .toList();
    }

    int missing(Workload workload, Side side) {
        return processes - of(workload, side).size();
    }

    boolean isDisturbed(Workload workload, Side side) {
        return of(workload, side).stream().anyMatch(result -> !result.isQuiet());
    }
}
