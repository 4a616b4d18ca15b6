package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Compiles bodies and judges them. */
final class Laboratory {
    private final InMemoryJavac javac = InMemoryJavac.withPlugin();
    private final InMemoryJavac plainJavac = InMemoryJavac.withoutPlugin();

    /** Judges all of them, compiled by one run of javac if it takes them all. Their class names differ. */
    List<Verdict> judge(List<Specimen> specimens) {
        Map<Specimen, Verdict> verdicts = new IdentityHashMap<>();
        List<Specimen> left = new ArrayList<>(specimens);
        while (!left.isEmpty()) {
            InMemoryJavac.Result compiled = javac.compile(left);
            List<Specimen> complete = complete(left, compiled);
            complete.forEach(each -> verdicts.put(each, run(each, compiled)));
            left.removeAll(complete);
            for (Specimen suspect : compiled.successful() ? List.<Specimen>of() : suspects(left, compiled)) {
                verdicts.put(suspect, judgeAlone(suspect));
                left.remove(suspect);
            }
        }
        return specimens.stream().map(verdicts::get).toList();
    }

    Verdict judge(Specimen specimen) {
        return judge(List.of(specimen)).get(0);
    }

    /** Those of which all class files were written. */
    private static List<Specimen> complete(List<Specimen> specimens, InMemoryJavac.Result compiled) {
        if (compiled.successful()) {
            return List.copyOf(specimens);
        }
        return compiled.errors().isEmpty()
                ? specimens.subList(0, begun(specimens, compiled)).stream().toList()
                : List.of();
    }

    /** Those among which is the one that stopped javac. */
    private static List<Specimen> suspects(List<Specimen> left, InMemoryJavac.Result compiled) {
        return compiled.errors().isEmpty()
                ? left.stream().limit(2).toList() // the one that was begun, and the one that was next
                : List.copyOf(compiled.errors().keySet());
    }

    /** The position of the last one of which a class file was written, or 0. */
    private static int begun(List<Specimen> specimens, InMemoryJavac.Result compiled) {
        for (int position = specimens.size() - 1; position > 0; position--) {
            if (compiled.classes().keySet().stream().anyMatch(specimens.get(position)::owns)) {
                return position;
            }
        }
        return 0;
    }

    private Verdict judgeAlone(Specimen specimen) {
        InMemoryJavac.Result compiled = javac.compile(List.of(specimen));
        return compiled.successful()
                ? run(specimen, compiled)
                : uncompiled(specimen, compiled.errors().values() + compiled.complaint());
    }

    /** Whose fault it is that there is no class to run. */
    private Verdict uncompiled(Specimen specimen, String problem) {
        if (problem.contains("code too large") || problem.contains("[kyoto:body-too-large]")) {
            return new Verdict(Verdict.Kind.TOO_LARGE, problem, 0);
        }
        InMemoryJavac.Result plain = plainJavac.compile(List.of(specimen));
        if (!plain.errors().isEmpty()) {
            return new Verdict(Verdict.Kind.INVALID, plain.errors().values().toString(), 0);
        } else if (!plain.successful()) {
            return new Verdict(Verdict.Kind.JAVAC_FAILED, plain.complaint(), 0);
        }
        try {
            verify(specimen, plain);
            return new Verdict(Verdict.Kind.UNCOMPILED, problem, 0);
        } catch (LinkageError broken) {
            return new Verdict(Verdict.Kind.JAVAC_FAILED, broken.toString(), 0);
        }
    }

    /** Loads and initialises all classes of a specimen, so that all are verified, whether or not they are used. */
    private static Class<?> verify(Specimen specimen, InMemoryJavac.Result compiled) {
        ClassLoader loader = compiled.loader();
        try {
            for (String name : compiled.classes().keySet()) {
                if (specimen.owns(name)) {
                    Class.forName(name, true, loader);
                }
            }
            return loader.loadClass(specimen.className());
        } catch (ClassNotFoundException missing) {
            throw new NoClassDefFoundError(missing.getMessage());
        }
    }

    private Verdict run(Specimen specimen, InMemoryJavac.Result compiled) {
        try {
            Trial trial = new Trial(verify(specimen, compiled));
            String difference = trial.firstDifference(specimen.seed());
            return difference == null
                    ? new Verdict(Verdict.Kind.AGREES, "", trial.comparisons())
                    : new Verdict(Verdict.Kind.DIFFERS, difference, trial.comparisons());
        } catch (LinkageError broken) {
            return uncompiled(specimen, broken.toString());
        }
    }
}
