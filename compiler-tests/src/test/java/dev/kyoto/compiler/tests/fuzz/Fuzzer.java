package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Generates bodies of async blocks, runs each as an async block and as the plain synchronous code that it should equal, and
 * reports any difference in results, exceptions, the order of side effects, or cleanup after a drop.
 *
 * <p>{@code Fuzzer <count> [seed]} tries that many bodies, from that seed on. {@code Fuzzer show <seed>} prints one.
 */
public final class Fuzzer {
    private static final int BODIES_PER_COMPILATION = 25;
    private static final int REDUCTION_ATTEMPTS = 1500;

    private final Laboratory laboratory = new Laboratory();
    private int bodies;
    private long comparisons;
    private final List<String> rejected = new ArrayList<>();

    /** Tries {@code count} bodies; answers a report of the first that fails, reduced, or null. */
    String firstFailure(int count, long seed) {
        for (int done = 0; done < count; done += BODIES_PER_COMPILATION) {
            List<Body> batch = new ArrayList<>();
            for (int i = done; i < Math.min(done + BODIES_PER_COMPILATION, count); i++) {
                batch.add(Body.of(seed + i));
            }
            List<Verdict> verdicts = laboratory.judge(batch);
            for (int i = 0; i < batch.size(); i++) {
                bodies++;
                comparisons += verdicts.get(i).comparisons();
                if (verdicts.get(i).kind() == Verdict.Kind.NOT_JAVA) {
                    rejected.add(batch.get(i).seed() + ": " + verdicts.get(i).details());
                }
                if (verdicts.get(i).isFailure()) {
                    return report(batch.get(i), verdicts.get(i));
                }
            }
        }
        return null;
    }

    private String report(Body body, Verdict verdict) {
        Verdict reduced = new Reducer(laboratory, REDUCTION_ATTEMPTS).reduce(body, verdict);
        return "The body of seed " + body.seed() + ": " + verdict.kind() + "\n" + verdict.details()
                + "\nReduced: " + reduced.details() + "\n"
                + body.statements().write(true);
    }

    long comparisons() {
        return comparisons;
    }

    String summary() {
        return bodies + " bodies, " + comparisons + " comparisons, " + rejected.size() + " rejected by javac "
                + rejected;
    }

    public static void main(String[] arguments) {
        if (arguments.length == 2 && arguments[0].equals("show")) {
            System.out.println(Body.sourceFile(List.of(Body.of(Long.parseLong(arguments[1])))));
            return;
        }
        int count = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Fuzzer fuzzer = new Fuzzer();
        String failure = fuzzer.firstFailure(count, seed);
        System.out.println(fuzzer.summary() + " from seed " + seed);
        if (failure != null) {
            System.out.println(failure);
            System.exit(1);
        }
    }
}
