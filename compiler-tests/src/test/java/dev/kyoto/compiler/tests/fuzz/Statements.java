package dev.kyoto.compiler.tests.fuzz;

import java.util.List;

/** Generates statements. Each can complete normally, as far as javac can see, so that any other may follow it. */
final class Statements {
    private final Generator generator;
    private final Loops loops;
    private final Tries tries;

    Statements(Generator generator, Loops loops, Tries tries) {
        this.generator = generator;
        this.loops = loops;
        this.tries = tries;
    }

    Node any(Scope scope) {
        if (generator.isSpent()) {
            return simple(scope);
        }
        return generator.deeper(() -> switch (generator.below(20)) {
            case 0, 1, 2 -> declaration(generator.pick(Type.VALUES), scope);
            case 3 -> branches(scope);
            case 4, 5, 6 -> loops.any(scope);
            case 7, 8 -> generator.switches.statement(scope);
            case 9, 10, 11, 12 -> scope.tries() ? tries.any(scope) : simple(scope);
            case 13, 14 -> leave(scope);
            case 15 -> pattern(scope);
            case 16 -> scope.awaits() ? generator.blocks.statement(scope) : simple(scope);
            case 17 -> assignedInBranches(scope);
            case 18 -> localClass(scope);
            default -> simple(scope);
        });
    }

    private Node simple(Scope scope) {
        return switch (generator.below(8)) {
            case 0, 1 -> written("s.<Object>note($place, ", scope).add(generator.expressions.argument(scope), ");\n");
            case 2, 3 -> {
                Type type = generator.pick(Type.VALUES);
                Node value = generator.expressions.of(type, scope);
                yield Node.statement(
                        "use(",
                        generator.expressions.argument(generator.expressions.awaited(type, scope, value)),
                        ");\n");
            }
            case 4 ->
                written(generator.oneOf("number++;\n", "new Pair($int, $long);\n", "self.ints[$int & 3]--;\n"), scope);
            case 5 -> written("assert $boolean || s.yes() : $string;\n", scope);
            default ->
                Node.statement(
                        "use(",
                        generator.expressions.argument(
                                generator.expressions.assignment(generator.pick(Type.VALUES), scope)),
                        ");\n");
        };
    }

    private Node written(String phrase, Scope scope) {
        return Node.statement(generator.phrases.written(phrase, scope));
    }

    Node declaration(Type type, Scope scope) {
        if (Generator.JAVA >= 22 && generator.rarely(12)) {
            return Node.statement("var _ = ", generator.expressions.of(type, scope), ";\n");
        }
        boolean assignable = generator.below(3) > 0;
        String name = generator.name(assignable ? "v" : "c");
        boolean isNull = type.unboxing().isEmpty() && generator.rarely(8);
        Node value = isNull ? Node.fixed("null") : generator.expressions.of(type, scope);
        Node node = Node.statement(type.text + " " + name + " = ", value, ";\n");
        scope.declare(assignable ? Scope.Variable.assigned(name, type) : Scope.Variable.captured(name, type));
        return node;
    }

    private Node branches(Scope scope) {
        if (generator.rarely(4)) {
            String label = generator.name("L");
            return Node.statement(label + ":\n{\n", generator.statements(scope.inLabelled(label)), "}\n");
        }
        return Node.statement(
                "if (",
                condition(scope),
                ") {\n",
                generator.statements(scope.nested()),
                "} else {\n",
                generator.statements(scope.nested()),
                "}\n");
    }

    private Node condition(Scope scope) {
        return generator.expressions.of(Type.BOOLEAN, scope);
    }

    /** {@code int v; if (…) v = …; else v = …;} */
    private Node assignedInBranches(Scope scope) {
        Type type = generator.pick(Type.VALUES);
        String name = generator.name("v");
        Node node = Node.statement(
                type.text + " " + name + ";\nif (",
                condition(scope),
                ") " + name + " = ",
                generator.expressions.of(type, scope),
                "; else " + name + " = ",
                generator.expressions.of(type, scope),
                ";\n");
        scope.declare(Scope.Variable.assigned(name, type));
        return node;
    }

    /** Under a condition: return, break, continue, yield, throw. */
    private Node leave(Scope scope) {
        Node node = Node.statement("if (", condition(scope), ") ");
        int choice = generator.below(6);
        if (choice >= 3 && !scope.labels().isEmpty()) {
            Scope.Label label = generator.pick(scope.labels());
            String keyword = label.ofLoop() && generator.rarely(2) ? "continue " : "break ";
            return node.add(keyword + label.name() + ";\n");
        } else if (choice > 0 && scope.yielded() != null) {
            return node.add("{\n", generator.switches.yielding(scope.yielded(), scope), "}\n");
        } else if (choice > 0 && scope.returned() == Type.NOTHING) {
            return node.add("return;\n");
        } else if (choice > 0 && scope.returned() != null) {
            return node.add("return ", generator.expressions.of(scope.returned(), scope), ";\n");
        }
        String exception = generator.oneOf("Fault", "OtherFault", "IllegalStateException");
        return node.add("throw new " + exception + "(", generator.expressions.of(Type.STRING, scope), ");\n");
    }

    /** {@code if (… instanceof Type p && …)}, and what may be said where it is not. */
    private Node pattern(Scope scope) {
        Type type = generator.pick(List.of(Type.STRING, Type.INTS, Type.INTEGER));
        String name = generator.name("p");
        Scope inside = scope.nested();
        inside.declare(Scope.Variable.assigned(name, type));
        Node object =
                Node.fixed("(", generator.expressions.of(Type.OBJECT, scope), " instanceof " + type.text + " " + name);
        return Node.statement(
                "if (",
                object,
                " && ",
                condition(inside),
                ")) {\n",
                generator.statements(inside),
                "} else {\n",
                generator.statements(scope.nested()),
                "}\n");
    }

    /** A class or record, made and used at once; a class captures what it can. */
    private Node localClass(Scope scope) {
        Type type = generator.pick(Type.VALUES);
        String name = generator.name("K");
        Node value = generator.expressions.of(type, scope);
        if (generator.rarely(2)) {
            return Node.statement(
                    "record " + name + "(" + type.text + " one, int two) {}\ns.<Object>note(" + generator.place()
                            + ", new " + name + "(",
                    generator.expressions.argument(value),
                    generator.phrases.written(", $int", scope.withoutTries()),
                    ").one());\n");
        }
        return Node.statement(
                "class " + name + " {\nfinal " + type.text + " held;\n" + name + "(" + type.text
                        + " held) { this.held = held; }\n" + type.text + " get() { return ",
                generator.expressions.of(Type.BOOLEAN, scope.inLambda()),
                " ? held : ",
                generator.expressions.of(type, scope.inLambda()),
                "; }\n}\ns.<Object>note(" + generator.place() + ", new " + name + "(",
                generator.expressions.argument(value),
                ").get());\n");
    }
}
