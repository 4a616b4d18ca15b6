package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Compiles bodies and judges them. */
final class Laboratory {
    private final InMemoryJavac javac = new InMemoryJavac();

    /** Judges all of them, compiled by one run of javac if it takes them all. */
    List<Verdict> judge(List<Body> bodies) {
        InMemoryJavac.Result compiled = javac.compile("Bodies", Body.sourceFile(bodies));
        if (compiled.errors() != null) {
            return bodies.size() == 1 ? List.of(rejected(bodies.get(0), compiled.errors())) : judgeHalves(bodies);
        }
        ClassLoader loader = compiled.loader();
        return IntStream.range(0, bodies.size())
                .mapToObj(number -> run(loader, number, bodies.get(number).seed()))
                .toList();
    }

    private List<Verdict> judgeHalves(List<Body> bodies) {
        int half = bodies.size() / 2;
        List<Verdict> verdicts = new ArrayList<>(judge(bodies.subList(0, half)));
        verdicts.addAll(judge(bodies.subList(half, bodies.size())));
        return verdicts;
    }

    Verdict judge(Body body) {
        return judge(List.of(body)).get(0);
    }

    private Verdict rejected(Body body, String errors) {
        String own = javac.compile("Bodies", body.plainSourceFile()).errors();
        return own == null
                ? new Verdict(Verdict.Kind.UNCOMPILED, errors, 0)
                : new Verdict(Verdict.Kind.NOT_JAVA, own, 0);
    }

    private static Verdict run(ClassLoader loader, int number, long seed) {
        try {
            Trial trial = new Trial(loader.loadClass("Bodies$B" + number));
            String difference = trial.firstDifference(seed);
            return new Verdict(
                    difference == null ? Verdict.Kind.AGREES : Verdict.Kind.DIFFERS,
                    difference == null ? "" : difference,
                    trial.comparisons());
        } catch (ClassNotFoundException | LinkageError broken) {
            return new Verdict(Verdict.Kind.UNCOMPILED, broken.toString(), 0);
        }
    }
}
