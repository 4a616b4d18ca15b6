package dev.kyoto.compiler.tests.fuzz;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Generates bodies of async blocks, runs each as an async block and as the plain synchronous code that it should equal, and
 * reports any difference in results, exceptions, the order of side effects, or cleanup after a drop.
 *
 * <p>{@code Fuzzer <count> [seed]} tries that many bodies, from that seed on, each with a seed of its own; the exit code is 1
 * if one of them fails, or if more than a hundredth of them could not be compared. {@code Fuzzer 1 <seed>} tries a single one again, and {@code Fuzzer show <seed>} prints it.
 */
public final class Fuzzer {
    private static final int REDUCTION_ATTEMPTS = 1500;

    /** Failures beyond these are reported as they are. */
    private static final int REDUCED_FAILURES = 3;

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private final PrintStream out;
    private final long start = System.nanoTime();
    private long lastReport = start;

    private final Map<Verdict.Kind, List<Long>> seeds = new EnumMap<>(Verdict.Kind.class);
    private final List<String> failures = new ArrayList<>();
    private int bodies;
    private long comparisons;

    Fuzzer(PrintStream out) {
        this.out = out;
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            seeds.put(kind, new ArrayList<>());
        }
    }

    /** Tries {@code count} bodies, on all processors; answers a report of each that fails. */
    List<String> run(int count, long firstSeed) {
        int threads = Runtime.getRuntime().availableProcessors();
        ThreadLocal<Laboratory> laboratories = ThreadLocal.withInitial(Laboratory::new);
        Deque<Future<Batch>> running = new ArrayDeque<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (long seed = firstSeed, end = firstSeed + count; seed < end || !running.isEmpty(); ) {
                if (seed < end && running.size() <= threads) {
                    long from = seed;
                    seed = Math.min(end, (Math.floorDiv(seed, Specimen.SAME_OPTIONS) + 1) * Specimen.SAME_OPTIONS);
                    long to = seed;
                    running.add(executor.submit(() -> Batch.judged(from, to, laboratories.get())));
                } else {
                    account(running.remove().get());
                }
            }
        } catch (InterruptedException | ExecutionException broken) {
            throw new IllegalStateException(broken);
        } finally {
            executor.shutdown();
        }
        return failures;
    }

    /** Bodies that were compiled together, and how each fared. */
    private record Batch(List<Body> bodies, List<Verdict> verdicts) {
        static Batch judged(long from, long to, Laboratory laboratory) {
            List<Body> bodies = LongStream.range(from, to).mapToObj(Body::of).toList();
            List<Specimen> specimens = new ArrayList<>();
            bodies.forEach(body -> specimens.add(Specimen.of(body, specimens.size())));
            return new Batch(bodies, laboratory.judge(specimens));
        }
    }

    private void account(Batch batch) {
        for (int number = 0; number < batch.bodies().size(); number++) {
            Body body = batch.bodies().get(number);
            Verdict verdict = batch.verdicts().get(number);
            bodies++;
            comparisons += verdict.comparisons();
            seeds.get(verdict.kind()).add(body.seed());
            if (verdict.isFailure()) {
                failures.add(report(body, verdict));
            }
        }
        if (System.nanoTime() - lastReport > BETWEEN_REPORTS.toNanos()) {
            lastReport = System.nanoTime();
            out.println(summary());
        }
    }

    private String report(Body body, Verdict verdict) {
        String report = "The body of seed " + body.seed() + ": " + verdict.kind() + "\n" + verdict.details();
        out.println(report);
        if (failures.size() < REDUCED_FAILURES && verdict.kind() != Verdict.Kind.INVALID) {
            Verdict small = new Reducer(new Laboratory(), REDUCTION_ATTEMPTS).reduce(body, verdict);
            String reduced = "Reduced: " + small.details() + "\n" + body.root().write(true);
            out.println(reduced);
            report += "\n" + reduced;
        }
        return report;
    }

    /** Whether so many bodies were not compared at all that the others prove little. */
    boolean misses() {
        return 100
                        * (seeds.get(Verdict.Kind.TOO_LARGE).size()
                                + seeds.get(Verdict.Kind.JAVAC_FAILED).size())
                > bodies;
    }

    long comparisons() {
        return comparisons;
    }

    String summary() {
        double seconds = (System.nanoTime() - start) / 1e9;
        return "%d bodies, %d comparisons, %.1f bodies/s, %d differ, %d not compiled, %d too large, %d beyond javac itself"
                .formatted(
                        bodies,
                        comparisons,
                        bodies / seconds,
                        seeds.get(Verdict.Kind.DIFFERS).size(),
                        seeds.get(Verdict.Kind.UNCOMPILED).size(),
                        seeds.get(Verdict.Kind.TOO_LARGE).size(),
                        seeds.get(Verdict.Kind.JAVAC_FAILED).size());
    }

    public static void main(String[] arguments) {
        if (arguments.length == 2 && arguments[0].equals("show")) {
            System.out.println(Body.of(Long.parseLong(arguments[1])).source("Body"));
            return;
        }
        int count = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Fuzzer fuzzer = new Fuzzer(System.out);
        List<String> failures = fuzzer.run(count, seed);
        System.out.println("Java " + Runtime.version() + ", seeds " + seed + " to " + (seed + count - 1) + ": "
                + fuzzer.summary());
        fuzzer.seeds.forEach((kind, those) -> {
            if (kind != Verdict.Kind.AGREES && !those.isEmpty()) {
                System.out.println(kind + ": seeds " + those);
            }
        });
        System.exit(failures.isEmpty() && !fuzzer.misses() ? 0 : 1);
    }
}
