package dev.kyoto.benchmarks.driver;

import dev.kyoto.benchmarks.driver.Statistics.LowerMode;
import dev.kyoto.benchmarks.driver.Workload.Kind;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables, in Markdown. */
final class Report {
    private final Options options;
    private final Peers peers;
    private final List<Workload> workloads;
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    Report(Options options, Peers peers, List<Workload> workloads, Results results) {
        this.options = options;
        this.peers = peers;
        this.workloads = workloads;
        this.results = results;
    }

    String write(String loadAtStart) throws IOException {
        head(loadAtStart);
        comparison("Kyoto and its peers on two threads", "kyoto", "tokio", side -> !side.isCurrentThread());
        comparison(
                "One thread: currentThread and current_thread",
                "kyoto-current",
                "tokio-current",
                Side::isCurrentThread);
        grid("Processor time of all threads, ns per operation", Kind.TIME, this::cpu);
        grid("Median of the processes, and the range of their medians, ns per operation", Kind.TIME, this::spread);
        grid("Waking a runtime that slept: p50 / p99 in µs", Kind.WAKE, this::wake);
        grid(
                "Echo over TCP, 64 bytes, one message under way on each connection: round trips per second, p50 / p99 in µs,"
                        + " processor time of the server for each",
                Kind.ECHO,
                this::echo);
        grid(
                "HTTP, GET of 13 bytes on kept connections, by wrk: requests per second, p50 / p99 in µs, processor time of the"
                        + " server for each",
                Kind.HTTP,
                this::echo);
        grid(
                "10,000 idle connections in a fresh process: resident bytes of each; echo on 1,000 others beside them: round trips"
                        + " per second, p50 / p99 in µs, the slowest connection's part of the mean; open files left after the end",
                Kind.IDLE,
                this::idle);
        grid(
                "1,000,000 sleeping tasks: live heap of each (Tokio: what its allocator has given out)",
                Kind.HEAP,
                this::heap);
        grid(
                "1,000,000 tasks that sleep for ten seconds, in a fresh process: time beyond the sleep, processor time, peak of"
                        + " the resident memory for each",
                Kind.SLEEP,
                this::sleep);
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void head(String loadAtStart) throws IOException {
        line("# Kyoto and its peers");
        line("");
        line(LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")) + ", " + Machine.processor()
                + ", Linux " + System.getProperty("os.version") + "; load at the start " + loadAtStart + ", at the end "
                + Machine.load() + ".");
        peers.versions().forEach((name, version) -> line("- " + name + " " + version));
        peers.skipped().forEach(reason -> line("- " + reason));
        line("");
        line(options.processes + " fresh processes of each side, in turns; after a warm-up " + options.rounds()
                + " rounds of at least " + options.roundSeconds()
                + " s each, of which the median counts. A figure is the median of"
                + " the processes in the lower mode (those within a quarter of the fastest); (2/5) says that two of five"
                + " processes were in it. A ratio is Kyoto's time divided by the other's: below 1, Kyoto is faster. `~`: other"
                + " processes used " + Machine.QUIET
                + " cores or more in a round that was counted; such a figure proves nothing.");
    }

    // ---- the ratios

    private void comparison(String title, String ours, String rival, Predicate<Side> among) {
        Side kyoto = side(ours);
        List<Side> sides =
                peers.sides().stream().filter(among).filter(Report::isTimed).toList();
        if (kyoto == null || sides.size() < 2 || ofKind(Kind.TIME).isEmpty()) {
            return;
        }
        Side tokio = side(rival);
        List<Side> others = sides.stream().filter(side -> side != kyoto).toList();
        table(
                title + ", ns per operation",
                Stream.concat(sides.stream().map(Side::title), Stream.of("Kyoto / Tokio", "Kyoto / best peer"))
                        .toList());
        var toTokio = new ArrayList<Double>();
        var toBest = new ArrayList<Double>();
        var mediansToTokio = new ArrayList<Double>();
        for (Workload workload : ofKind(Kind.TIME)) {
            var row = new ArrayList<String>();
            sides.forEach(side -> row.add(lowerMode(workload, side)));
            row.add(ratio(workload, kyoto, tokio == null ? List.of() : List.of(tokio), toTokio));
            row.add(ratio(workload, kyoto, others, toBest));
            if (tokio != null) {
                addRatio(median(workload, kyoto), median(workload, tokio), mediansToTokio);
            }
            row(workload.name(), row);
        }
        var means = new ArrayList<>(Collections.nCopies(sides.size(), ""));
        means.add(number(Statistics.geometricMean(toTokio)));
        means.add(number(Statistics.geometricMean(toBest)));
        row("geometric mean", means);
        line("");
        line("Ahead of Tokio on " + wins(toTokio) + ", of the best of all peers on " + wins(toBest)
                + ". By the medians of all processes, the geometric mean to Tokio is "
                + number(Statistics.geometricMean(mediansToTokio)) + ".");
    }

    private static boolean isTimed(Side side) {
        return side.only().contains(Kind.TIME);
    }

    private static String wins(List<Double> ratios) {
        return ratios.stream().filter(ratio -> ratio < 1).count() + " of " + ratios.size();
    }

    private String ratio(Workload workload, Side kyoto, List<Side> others, List<Double> ratios) {
        double best = others.stream()
                .mapToDouble(side -> mode(workload, side).value())
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.NaN);
        return addRatio(mode(workload, kyoto).value(), best, ratios);
    }

    private static String addRatio(double ours, double theirs, List<Double> ratios) {
        double ratio = ours / theirs;
        if (Double.isNaN(ratio)) {
            return "–";
        }
        ratios.add(ratio);
        return number(ratio);
    }

    // ---- the cells

    private LowerMode mode(Workload workload, Side side) {
        return Statistics.lowerMode(values(workload, side, "median"));
    }

    private double median(Workload workload, Side side) {
        return Statistics.median(values(workload, side, "median"));
    }

    private List<Double> values(Workload workload, Side side, String value) {
        return results.of(workload, side).stream()
                .map(result -> result.get(value))
                .toList();
    }

    private double median(Workload workload, Side side, String value) {
        return Statistics.median(values(workload, side, value));
    }

    private String lowerMode(Workload workload, Side side) {
        LowerMode mode = mode(workload, side);
        String count = mode.count() == mode.of() ? "" : " (" + mode.count() + "/" + mode.of() + ")";
        return marked(workload, side, number(mode.value()) + count);
    }

    private String cpu(Workload workload, Side side) {
        return marked(workload, side, number(median(workload, side, "cpu")));
    }

    private String spread(Workload workload, Side side) {
        List<Double> medians = values(workload, side, "median");
        return marked(
                workload,
                side,
                number(median(workload, side)) + " (" + number(Statistics.percentile(medians, 0)) + "–"
                        + number(Statistics.percentile(medians, 1)) + ")");
    }

    private String wake(Workload workload, Side side) {
        return marked(
                workload, side, number(median(workload, side, "p50")) + " / " + number(median(workload, side, "p99")));
    }

    private String echo(Workload workload, Side side) {
        return marked(
                workload,
                side,
                Math.round(median(workload, side, "rate") / 1000) + "k, " + Math.round(median(workload, side, "p50"))
                        + " / " + Math.round(median(workload, side, "p99")) + ", "
                        + number(median(workload, side, "cpu")) + " µs");
    }

    private String idle(Workload workload, Side side) {
        return marked(
                workload,
                side,
                Math.round(median(workload, side, "resident")) + " B; "
                        + Math.round(median(workload, side, "rate") / 1000) + "k, "
                        + Math.round(median(workload, side, "p50")) + " / " + Math.round(median(workload, side, "p99"))
                        + ", " + number(median(workload, side, "slowest")) + "; "
                        + Math.round(median(workload, side, "left")));
    }

    private String heap(Workload workload, Side side) {
        return Math.round(median(workload, side, "heap")) + " B";
    }

    private String sleep(Workload workload, Side side) {
        return marked(
                workload,
                side,
                number(median(workload, side, "over")) + " s, " + number(median(workload, side, "cpu")) + " s, "
                        + Math.round(median(workload, side, "resident")) + " B");
    }

    private String marked(Workload workload, Side side, String cell) {
        return results.isDisturbed(workload, side) ? cell + " ~" : cell;
    }

    private static String number(double value) {
        String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    // ---- tables

    private interface Cell {
        String of(Workload workload, Side side);
    }

    private void grid(String title, Kind kind, Cell cell) {
        List<Side> sides = peers.sides().stream()
                .filter(side -> side.only().contains(kind))
                .toList();
        if (sides.isEmpty() || ofKind(kind).isEmpty()) {
            return;
        }
        table(title, sides.stream().map(Side::title).toList());
        for (Workload workload : ofKind(kind)) {
            Function<Side, String> content =
                    side -> results.of(workload, side).isEmpty() ? "–" : cell.of(workload, side);
            row(workload.name(), sides.stream().map(content).toList());
        }
    }

    private void table(String title, List<String> columns) {
        line("");
        line("## " + title);
        line("");
        row("", columns);
        line("|---|" + "--:|".repeat(columns.size()));
    }

    private void row(String name, List<String> cells) {
        line("| " + name + " | " + String.join(" | ", cells) + " |");
    }

    private List<Workload> ofKind(Kind kind) {
        return workloads.stream().filter(workload -> workload.kind() == kind).toList();
    }

    private @Nullable Side side(String name) {
        return peers.sides().stream()
                .filter(side -> side.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
