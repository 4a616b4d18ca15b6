package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What generated code may refer to at one place. */
final class Scope {
    /** A local variable. The counter of a loop is neither assigned to by its body nor captured. */
    record Variable(String name, Type type, boolean assignable, boolean capturable) {}

    private final List<Variable> variables;

    /** The loops around that can be left from here, innermost last. */
    final List<String> labels;

    /** What {@code return} returns here, as text for {@code return (…)}; null where there must be none. */
    final Type returned;

    /** Whether steps may be awaited here, and exceptions thrown. */
    final boolean awaits;

    private Scope(List<Variable> variables, List<String> labels, Type returned, boolean awaits) {
        this.variables = variables;
        this.labels = labels;
        this.returned = returned;
        this.awaits = awaits;
    }

    static Scope ofBody() {
        return new Scope(new ArrayList<>(), List.of(), Type.STRING, true);
    }

    /** A block within this one, whose variables end with it. */
    Scope nested() {
        return new Scope(new ArrayList<>(variables), labels, returned, awaits);
    }

    Scope inLoop(String label) {
        List<String> all = new ArrayList<>(labels);
        all.add(label);
        return new Scope(new ArrayList<>(variables), all, returned, awaits);
    }

    /** Inside a switch expression, which can be left by yield alone. */
    Scope inSwitchExpression() {
        return new Scope(new ArrayList<>(variables), List.of(), null, awaits);
    }

    /** In an async block within this one, that returns a value of a type, or nothing. */
    Scope inBlock(Type returns) {
        return new Scope(captured(), List.of(), returns, true);
    }

    /** In an ordinary lambda. */
    Scope inLambda() {
        return new Scope(captured(), List.of(), null, false);
    }

    private List<Variable> captured() {
        List<Variable> captured = new ArrayList<>(variables);
        captured.removeIf(variable -> !variable.capturable());
        return captured;
    }

    void declare(Variable variable) {
        variables.add(variable);
    }

    List<String> names(Type type, boolean assignable) {
        return variables.stream()
                .filter(each -> each.type() == type && (each.assignable() || !assignable))
                .map(Variable::name)
                .toList();
    }
}
