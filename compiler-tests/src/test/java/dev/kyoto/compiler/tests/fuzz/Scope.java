package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * What generated code may do and refer to at one place.
 *
 * @param variables the locals; those of an inner scope end with it
 * @param labels the statements around that can be left from here, innermost last
 * @param returned what {@code return} returns here; null where there must be none
 * @param yielded what {@code yield} yields here; null outside switch expressions
 * @param awaits whether steps may be awaited here
 * @param tries whether statements with handlers may stand here: javac crashes on a switch expression that has one when a
 *     long or double is on the operand stack below it
 */
record Scope(List<Variable> variables, List<Label> labels, Type returned, Type yielded, boolean awaits, boolean tries) {
    /** A local variable, which is either assigned to or captured. */
    record Variable(String name, Type type, boolean assignable, boolean capturable) {
        static Variable assigned(String name, Type type) {
            return new Variable(name, type, true, false);
        }

        static Variable captured(String name, Type type) {
            return new Variable(name, type, false, true);
        }

        /** The counter of a loop, which must go on counting. */
        static Variable read(String name, Type type) {
            return new Variable(name, type, false, false);
        }
    }

    record Label(String name, boolean ofLoop) {}

    /** Of a body that returns a value of a type, or {@link Type#NOTHING}. */
    static Scope ofBody(Type returned) {
        return new Scope(new ArrayList<>(), List.of(), returned, null, true, true);
    }

    /** A block within this one, whose variables end with it. */
    Scope nested() {
        return new Scope(new ArrayList<>(variables), labels, returned, yielded, awaits, tries);
    }

    Scope inLoop(String label) {
        return labelled(new Label(label, true));
    }

    /** In a statement that {@code break} leaves and {@code continue} does not. */
    Scope inLabelled(String label) {
        return labelled(new Label(label, false));
    }

    private Scope labelled(Label label) {
        List<Label> all = new ArrayList<>(labels);
        all.add(label);
        return new Scope(new ArrayList<>(variables), all, returned, yielded, awaits, tries);
    }

    /** Inside a switch expression, which can be left by yield alone. */
    Scope inSwitchExpression(Type type) {
        return new Scope(new ArrayList<>(variables), List.of(), null, type, awaits, tries);
    }

    /** In an async block within this one, that returns a value of a type, or nothing. */
    Scope inBlock(Type returns) {
        return new Scope(captured(), List.of(), returns, null, true, true);
    }

    /** In an ordinary lambda. */
    Scope inLambda() {
        return new Scope(captured(), List.of(), null, null, false, true);
    }

    /** In the guard of a case, which may use what it could capture. */
    Scope inGuard() {
        return new Scope(captured(), List.of(), null, null, awaits, tries);
    }

    /** In a {@code synchronized} statement. */
    Scope withoutAwaits() {
        return new Scope(new ArrayList<>(variables), labels, returned, yielded, false, tries);
    }

    /** In an operand that is evaluated while a long or double waits on the operand stack. */
    Scope withoutTries() {
        return new Scope(variables, labels, returned, yielded, awaits, false);
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
