package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Generates switches: statements and expressions, of the old form and of the new, over values and over patterns. */
final class Switches {
    private final Generator generator;

    Switches(Generator generator) {
        this.generator = generator;
    }

    /** What is switched over, and the cases of it, which are exhaustive. */
    private record Selector(Node value, List<Case> cases, boolean ofPatterns) {}

    /** {@code bound} are the variables of its pattern. */
    private record Case(String label, List<Scope.Variable> bound, boolean guarded) {
        Case(String label) {
            this(label, List.of(), false);
        }
    }

    // ---- expressions

    Node expression(Type type, Scope scope) {
        Scope inside = scope.inSwitchExpression(type);
        Selector selector = selector(scope);
        boolean old = !selector.ofPatterns() && scope.awaits() && generator.rarely(3);
        Node node = Node.expression(type, "(switch (", selector.value(), ") {\n");
        for (int number = 0; number < selector.cases().size(); number++) {
            Case each = selector.cases().get(number);
            Scope arm = inside.nested();
            each.bound().forEach(arm::declare);
            node.add(label(each, inside));
            if (!old) {
                // One arm has to yield something.
                node.add(" -> ", number > 0 && generator.rarely(16) ? thrown(scope) : arm(type, arm));
            } else if (number < selector.cases().size() - 1 && generator.rarely(4)) {
                node.add(":\n{\n", generator.statements(arm), "}\n");
            } else {
                node.add(":\n", block(type, arm));
            }
        }
        return node.add("})");
    }

    private Node arm(Type type, Scope scope) {
        if (!scope.awaits() || generator.rarely(2)) {
            return Node.fixed(generator.expressions.of(type, scope), ";\n");
        }
        return block(type, scope);
    }

    private Node thrown(Scope scope) {
        return Node.fixed("throw new IllegalStateException(", generator.expressions.of(Type.STRING, scope), ");\n");
    }

    private Node block(Type type, Scope scope) {
        Scope tried = scope.nested();
        Node yields = Node.fixed("{\n", generator.statements(tried), yielding(type, tried), "}\n");
        if (!scope.tries() || generator.below(4) > 0) {
            return yields;
        }
        String name = generator.name("e");
        Scope handler = scope.nested();
        Node node = Node.fixed("{\ntry ", yields, "catch (Exception " + name + ") {\n");
        node.add("s.note(" + generator.place() + ", " + name + ");\n", generator.statements(handler));
        node.add(yielding(type, handler), "}\n");
        if (generator.rarely(2)) {
            node.add("finally {\n", generator.statements(scope.nested()), "}\n");
        }
        return node.add("}\n");
    }

    /** By way of a local, for javac takes {@code yield (…)} for a call. */
    Node yielding(Type type, Scope scope) {
        String name = generator.name("y");
        return Node.fixed(
                type.text + " " + name + " = ", generator.expressions.of(type, scope), ";\nyield " + name + ";\n");
    }

    // ---- statements

    Node statement(Scope scope) {
        Selector selector = selector(scope);
        boolean old = !selector.ofPatterns() && generator.rarely(2);
        String label = generator.name("L");
        Scope inside = scope.inLabelled(label);
        Node node = Node.statement(label + ":\nswitch (", selector.value(), ") {\n");
        for (Case each : selector.cases()) {
            Scope arm = inside.nested();
            each.bound().forEach(arm::declare);
            node.add(label(each, inside), old ? ":\n{\n" : " -> {\n", generator.statements(arm), "}\n");
            if (old && generator.rarely(2)) {
                node.add("break;\n");
            }
        }
        return node.add("}\n");
    }

    // ---- what is switched over

    private Node label(Case each, Scope scope) {
        if (!each.guarded()) {
            return Node.fixed(each.label());
        }
        Scope guard = scope.inGuard();
        each.bound().forEach(guard::declare);
        Node condition = generator.shallow(() -> generator.phrases.any(Type.BOOLEAN, guard)); // must not assign
        if (generator.rarely(2)) {
            condition = generator.expressions.awaited(Type.BOOLEAN, guard, condition);
        }
        // What is always true is no guard.
        return Node.fixed(each.label() + " when (s.yes() && ", condition, ")");
    }

    private Selector selector(Scope scope) {
        int kinds = Generator.JAVA >= 21 ? 10 : 6;
        return switch (generator.below(kinds)) {
            case 0 -> ofValues("(($int) & 3)", scope, "case 0, 2", "case 1", "default");
            case 1 -> ofValues("$string", scope, "case \"x\", \"two\"", "case \"s\"", "default");
            case 2 -> ofValues("$colour", scope, "case RED", "case GREEN, BLUE", "default");
            case 3 -> ofValues("$integer", scope, "case 5, 1000", "default", "case 9");
            case 4 -> ofValues("$char", scope, "case 'x'", "case 'c', 'w'", "default");
            case 5 -> ofValues("$int", scope, "case -1", "case 1000000", "case 0", "default");
            case 6, 7 -> ofShapes(scope);
            default -> ofObjects(scope);
        };
    }

    private Selector ofValues(String phrase, Scope scope, String... labels) {
        List<Case> cases = new ArrayList<>();
        for (String label : labels) {
            cases.add(new Case(label));
        }
        if (generator.rarely(3)) {
            Collections.rotate(cases, 1);
        }
        return new Selector(generator.phrases.written(phrase, scope), cases, false);
    }

    private Selector ofShapes(Scope scope) {
        List<Case> cases = new ArrayList<>();
        if (generator.rarely(3)) {
            cases.add(new Case("case null"));
        }
        if (generator.rarely(2)) {
            cases.add(pattern("Line(Dot(int $0, var $1), Shape $2)", Type.INT, Type.LONG, Type.SHAPE));
        }
        if (generator.rarely(2)) {
            cases.add(guarded("Tag(var $0, Integer $1)", Type.STRING, Type.INTEGER));
        }
        if (generator.rarely(2)) {
            cases.add(guarded("Dot(int $0, long $1)", Type.INT, Type.LONG));
        }
        if (Generator.JAVA >= 22 && generator.rarely(2)) {
            cases.add(pattern("Line(_, Tag(var $0, _))", Type.STRING));
        }
        if (generator.rarely(2)) {
            cases.add(pattern("Line(var $0, var $1)", Type.SHAPE, Type.SHAPE));
            cases.add(pattern("Tag $0", Type.SHAPE));
            cases.add(pattern("Dot $0", Type.SHAPE));
        } else {
            cases.add(guarded("Dot $0", Type.SHAPE));
            cases.add(new Case("default"));
        }
        return new Selector(generator.phrases.written("$shape", scope), cases, true);
    }

    private Selector ofObjects(Scope scope) {
        List<Case> cases = new ArrayList<>();
        cases.add(guarded("String $0", Type.STRING));
        cases.add(generator.rarely(2) ? guarded("Integer $0", Type.INTEGER) : pattern("Integer $0", Type.INTEGER));
        if (generator.rarely(2)) {
            cases.add(pattern("Dot(var $0, var $1)", Type.INT, Type.LONG));
        }
        if (generator.rarely(2)) {
            cases.add(pattern("int[] $0", Type.INTS));
        }
        if (generator.rarely(2)) {
            cases.add(pattern("String $0", Type.STRING));
        }
        cases.add(new Case(generator.rarely(2) ? "case null, default" : "default"));
        return new Selector(generator.phrases.written("$object", scope), cases, true);
    }

    private Case guarded(String pattern, Type... bound) {
        Case each = pattern(pattern, bound);
        return new Case(each.label(), each.bound(), true);
    }

    private Case pattern(String pattern, Type... types) {
        String label = "case " + pattern;
        List<Scope.Variable> bound = new ArrayList<>();
        boolean ofRecord = pattern.matches("[A-Z][a-z]+ .*") && types[0] == Type.SHAPE;
        for (int number = 0; number < types.length; number++) {
            String name = generator.name("p");
            label = label.replace("$" + number, name);
            bound.add(Scope.Variable.captured(ofRecord ? "((Shape) " + name + ")" : name, types[number]));
        }
        return new Case(label, bound, false);
    }
}
