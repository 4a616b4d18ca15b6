package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Measures a workload in one fresh process of a side.
 *
 * <p>A round counts only if other processes used little processor time during it: one that shares its processor makes
 * everything slower but what is contended, which it makes <em>faster</em>, because the workers then rarely run at once. When
 * there are not enough quiet rounds, the least disturbed are taken, and the tables mark them.
 */
final class Measurement {
    private static final int WARM_UPS = 3;

    /**
     * So many times as long: a server that shares two processors with its load runs for half of the time, and has paths that are taken
     * seldom, for which C2 gives up code and compiles it again. It was seen to do so until 14 s after the start, at 5 % of the processor
     * time of the server.
     */
    private static final int SERVER_WARM_UP = 6;

    private static final int WAKES_PER_ROUND = 100;

    private final Options options;
    private final Workload workload;
    private final Side side;
    private final PeerProcess peer;

    private Measurement(Options options, Workload workload, Side side, PeerProcess peer) {
        this.options = options;
        this.workload = workload;
        this.side = side;
        this.peer = peer;
    }

    static Result run(Options options, Workload workload, Side side) throws IOException, InterruptedException {
        Path errors = options.folder.resolve(side.name() + ".stderr");
        try (var peer = new PeerProcess(side.command(workload), errors)) {
            var measurement = new Measurement(options, workload, side, peer);
            return switch (workload.kind()) {
                case TIME -> measurement.time();
                case WAKE -> measurement.wake();
                case ECHO -> measurement.echo();
                case HTTP -> measurement.http();
                case IDLE -> measurement.idle();
                case SLEEP -> measurement.sleep();
                case HEAP -> measurement.heap();
            };
        }
    }

    private record Round<R>(double foreign, double cpuSeconds, R outcome) {
        boolean isQuiet() {
            return foreign < Machine.QUIET;
        }
    }

    private interface Play<R> {
        R play() throws IOException;
    }

    /** Rounds until enough of them were quiet, or patience is at its end; then the quietest of them. */
    private <R> List<Round<R>> rounds(Play<R> play) throws IOException, InterruptedException {
        var rounds = new ArrayList<Round<R>>();
        long begin = System.nanoTime();
        double waitable = options.patienceSeconds();
        while (rounds.stream().filter(Round::isQuiet).count() < options.rounds()
                && (rounds.size() < options.rounds() || waitable > 0)) {
            Machine.awaitQuiet(waitable);
            var watch = new Watch(peer.pid());
            R outcome = play.play();
            rounds.add(new Round<>(watch.foreignCores(), watch.peerSeconds(), outcome));
            waitable = options.patienceSeconds()
                    + options.rounds() * options.roundSeconds()
                    - (System.nanoTime() - begin) / 1e9;
        }
        return rounds.stream()
                .sorted(Comparator.comparingDouble(round -> round.isQuiet() ? 0 : round.foreign()))
                .limit(options.rounds())
                .toList();
    }

    private static double foreign(List<? extends Round<?>> rounds) {
        return rounds.stream().mapToDouble(Round::foreign).max().orElse(0);
    }

    private Result result(double foreign, Map<String, Double> values) {
        return new Result(workload.name(), side.name(), foreign, values);
    }

    /** {@code ns} of an operation: {@code median} and {@code best} of the rounds, and the {@code cpu} time of all threads. */
    private Result time() throws IOException, InterruptedException {
        double operations = peer.greeting().number("ops");
        double fastest = warmUp();
        long repetitions = Math.max(1, Math.round(options.roundSeconds() * 1e9 / fastest));

        List<Round<Double>> rounds = rounds(() -> peer.ask(repetitions).number("ns"));

        double each = repetitions * operations;
        List<Double> nanos =
                rounds.stream().map(round -> round.outcome() / each).toList();
        double cpu = rounds.stream().mapToDouble(Round::cpuSeconds).sum() * 1e9 / (each * rounds.size());
        return result(
                foreign(rounds),
                Map.of(
                        "median", Statistics.median(nanos),
                        "best", Statistics.percentile(nanos, 0),
                        "cpu", cpu));
    }

    /** Runs for a while, and returns the nanoseconds of the fastest repetition. */
    private double warmUp() throws IOException {
        long begin = System.nanoTime();
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < WARM_UPS || (System.nanoTime() - begin) / 1e9 < side.warmUpSeconds(); i++) {
            fastest = Math.min(fastest, peer.ask(1).number("ns"));
        }
        return fastest;
    }

    /** Microseconds from the send to the task: {@code p50} and {@code p99} of all wakes in the rounds. */
    private Result wake() throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            peer.ask(WAKES_PER_ROUND);
        }
        var rounds = rounds(() -> peer.ask(WAKES_PER_ROUND).text("samples"));
        List<Double> micros = rounds.stream()
                .flatMap(round -> Stream.of(round.outcome().split(",")))
                .map(nanos -> Double.parseDouble(nanos) / 1e3)
                .toList();
        return result(
                foreign(rounds),
                Map.of("p50", Statistics.percentile(micros, 0.5), "p99", Statistics.percentile(micros, 0.99)));
    }

    private int port() throws IOException {
        return (int) peer.greeting().number("port");
    }

    private Result echo() throws IOException, InterruptedException {
        try (var load = new EchoLoad(port(), workload.connections())) {
            load.run(SERVER_WARM_UP * side.warmUpSeconds());
            return served(rounds(() -> load.run(2 * options.roundSeconds())));
        }
    }

    private Result http() throws IOException, InterruptedException {
        var load = new HttpLoad(port(), workload.connections());
        load.run(SERVER_WARM_UP * side.warmUpSeconds());
        return served(rounds(() -> load.run(2 * options.roundSeconds())));
    }

    /** Answers per second ({@code rate}), their microseconds ({@code p50}, {@code p99}), and the server's {@code cpu} for each. */
    private Result served(List<Round<Trips>> rounds) {
        double trips =
                rounds.stream().mapToDouble(round -> round.outcome().count()).sum();
        double cpu = rounds.stream().mapToDouble(Round::cpuSeconds).sum();
        return result(
                foreign(rounds),
                Map.of(
                        "rate", median(rounds, Trips::perSecond),
                        "p50", median(rounds, Trips::p50),
                        "p99", median(rounds, Trips::p99),
                        "cpu", cpu * 1e6 / trips));
    }

    private static double median(List<Round<Trips>> rounds, Function<Trips, Double> value) {
        return Statistics.median(rounds.stream().map(Round::outcome).map(value).toList());
    }

    /**
     * Many connections that exchanged one message and are idle then, beside others that go on: {@code resident} bytes of an idle
     * one, in a fresh process; what the others get ({@code rate}, {@code p50}, {@code p99}, and {@code slowest}, the trips of
     * the slowest connection as a part of the mean); and the file descriptors {@code left} in the server after all is closed.
     */
    private Result idle() throws IOException, InterruptedException {
        int descriptors = Machine.openFiles(peer.pid());
        long before = Machine.residentBytes(peer.pid());
        double resident;
        Result result;
        try (var idle = new EchoLoad(port(), Workload.IDLE_CONNECTIONS)) {
            idle.settle();
            resident = Machine.residentBytes(peer.pid()) - before;
            try (var active = new EchoLoad(port(), workload.connections())) {
                active.run(SERVER_WARM_UP * side.warmUpSeconds());
                result = served(rounds(() -> active.run(4 * options.roundSeconds())));
                result = result.with("slowest", active.slowest());
            }
        }
        return result.with("resident", resident / Workload.IDLE_CONNECTIONS)
                .with("left", Machine.openFilesAfterClosing(peer.pid(), descriptors) - descriptors);
    }

    /** Seconds beyond the sleep ({@code over}), of {@code cpu}, and peak resident bytes of a task ({@code resident}). No warm-up. */
    private Result sleep() throws IOException, InterruptedException {
        Machine.awaitQuiet(options.patienceSeconds());
        long before = Machine.residentBytes(peer.pid());
        var watch = new Watch(peer.pid());
        double over = peer.ask(1).number("ns") / 1e9;
        double foreign = watch.foreignCores();
        double resident = Machine.peakResidentBytes(peer.pid()) - before;
        return result(
                foreign, Map.of("over", over, "cpu", watch.peerSeconds(), "resident", resident / Workload.SLEEPERS));
    }

    /** Bytes of a sleeping task: {@code heap}. */
    private Result heap() throws IOException {
        double bytes = peer.ask(1).number("heap");
        return result(0, Map.of("heap", bytes / Workload.SLEEPERS));
    }
}
