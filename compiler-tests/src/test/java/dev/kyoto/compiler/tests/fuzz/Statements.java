package dev.kyoto.compiler.tests.fuzz;

/** Generates statements. Each can complete normally, as far as javac can see, so that any other may follow it. */
final class Statements {
    private final Generator generator;
    private final Expressions expressions;

    Statements(Generator generator, Expressions expressions) {
        this.generator = generator;
        this.expressions = expressions;
    }

    Node any(Scope scope) {
        if (generator.isSpent()) {
            return simple(scope);
        }
        return generator.deeper(() -> switch (generator.below(18)) {
            case 0, 1, 2 -> declaration(generator.oneOf(Type.values()), scope);
            case 3 ->
                Node.statement(
                        "if (",
                        condition(scope),
                        ") {\n",
                        generator.statements(scope.nested()),
                        "} else {\n",
                        generator.statements(scope.nested()),
                        "}\n");
            case 4, 5, 6 -> loop(scope);
            case 7 -> switched(scope);
            case 8, 9, 10 -> tried(scope);
            case 11 -> withResources(scope);
            case 12 -> leave(scope);
            case 13 -> pattern(scope);
            case 14 -> block(scope);
            case 15 -> assignedInBranches(scope);
            default -> simple(scope);
        });
    }

    private Node condition(Scope scope) {
        return expressions.of(Type.BOOLEAN, scope);
    }

    private Node simple(Scope scope) {
        return switch (generator.below(3)) {
            case 0 -> Node.statement("s.note(" + generator.place() + ", ", expressions.any(scope), ");\n");
            case 1 -> {
                Type type = generator.oneOf(Type.values());
                yield Node.statement("use(", expressions.awaited(type, scope, expressions.of(type, scope)), ");\n");
            }
            default -> Node.statement("use(", expressions.assignment(generator.oneOf(Type.values()), scope), ");\n");
        };
    }

    Node declaration(Type type, Scope scope) {
        boolean assignable = generator.below(3) > 0;
        String name = generator.name(assignable ? "v" : "c");
        Node node = Node.statement(type.text + " " + name + " = ", expressions.of(type, scope), ";\n");
        scope.declare(new Scope.Variable(name, type, assignable, !assignable));
        return node;
    }

    /** {@code int v; if (…) v = …; else v = …;} */
    private Node assignedInBranches(Scope scope) {
        Type type = generator.oneOf(Type.values());
        String name = generator.name("v");
        Node node = Node.statement(
                type.text + " " + name + ";\nif (",
                condition(scope),
                ") " + name + " = ",
                expressions.of(type, scope),
                "; else " + name + " = ",
                expressions.of(type, scope),
                ";\n");
        scope.declare(new Scope.Variable(name, type, true, false));
        return node;
    }

    private Node loop(Scope scope) {
        String label = generator.name("L");
        String counter = generator.name("i");
        Scope inside = scope.inLoop(label);
        return switch (generator.below(5)) {
            case 0 ->
                Node.statement(
                        "int " + counter + " = 0;\n" + label + ":\nwhile (" + counter + "++ < 3 && ",
                        condition(scope),
                        ") {\n",
                        generator.statements(inside),
                        "}\n");
            case 1 ->
                Node.statement(
                        "int " + counter + " = 0;\n" + label + ":\ndo {\n",
                        generator.statements(inside),
                        "} while (",
                        condition(scope),
                        " && ++" + counter + " < 3);\n");
            case 2 -> {
                Node over = expressions.of(Type.INTS, scope);
                inside.declare(new Scope.Variable(counter, Type.INT, true, false));
                yield Node.statement(
                        label + ":\nfor (int " + counter + " : ", over, ") {\n", generator.statements(inside), "}\n");
            }
            case 3 -> {
                Node over = Node.fixed("java.util.List.of(", expressions.of(Type.LONG, scope), ", 2L)");
                inside.declare(new Scope.Variable(counter, Type.LONG, false, true));
                yield Node.statement(
                        label + ":\nfor (long " + counter + " : ", over, ") {\n", generator.statements(inside), "}\n");
            }
            default -> {
                inside.declare(new Scope.Variable(counter, Type.INT, false, false));
                String end = generator.name("to");
                yield Node.statement(
                        label + ":\nfor (int " + counter + " = 0, " + end + " = ",
                        Node.fixed(expressions.of(Type.INT, scope), " & 3"),
                        "; " + counter + " < " + end + "; use(",
                        expressions.of(Type.INT, scope),
                        "), " + counter + "++) {\n",
                        generator.statements(inside),
                        "}\n");
            }
        };
    }

    /** Of the old form, whose cases fall through. */
    private Node switched(Scope scope) {
        String label = generator.name("L");
        Scope inside = scope.inLoop(label + " of switch");
        Node node = switch (generator.below(3)) {
            case 0 -> Node.statement(label + ":\nswitch ((", expressions.of(Type.INT, scope), ") & 3) {\n");
            case 1 -> Node.statement(label + ":\nswitch (Colour.of(", expressions.of(Type.INT, scope), ")) {\n");
            default -> Node.statement(label + ":\nswitch (", expressions.of(Type.STRING, scope), ") {\n");
        };
        String text = (String) node.parts.get(0);
        String[] cases = text.contains("Colour")
                ? new String[] {"RED", "GREEN"}
                : text.contains("((") ? new String[] {"0", "3"} : new String[] {"\"x\"", "\"two\""};
        for (String each : cases) {
            node.add("case " + each + ": {\n", generator.statements(inside.nested()), "}\n");
            if (generator.below(2) == 0) {
                node.add("break;\n");
            }
        }
        return node.add("default: {\n", generator.statements(inside.nested()), "}\n}\n");
    }

    private Node tried(Scope scope) {
        Node node = Node.statement(
                "try {\ns.poke(" + generator.place() + ");\n", generator.statements(scope.nested()), "}");
        int handlers = generator.below(4);
        if (handlers == 1) {
            handler(node, scope, "OtherFault");
            handler(node, scope, "Fault");
        } else if (handlers == 2) {
            handler(node, scope, "Fault | IllegalStateException");
        } else if (handlers == 3) {
            handler(node, scope, "Exception");
        }
        if (handlers == 0 || generator.below(2) == 0) {
            node.add(" finally {\n", generator.statements(scope.nested()), "}");
        }
        return node.add("\n");
    }

    private void handler(Node node, Scope scope, String types) {
        String name = generator.name("e");
        node.add(" catch (" + types + " " + name + ") {\ns.note(" + generator.place() + ", " + name
                + ".getMessage());\n");
        node.add(generator.statements(scope.nested()));
        if (generator.below(4) == 0) {
            node.add("if (", condition(scope), ") throw " + name + ";\n");
        }
        node.add("}");
    }

    private Node withResources(Scope scope) {
        Node node = Node.statement("try (");
        for (int count = 1 + generator.below(2); count > 0; count--) {
            Node opened = Node.fixed("s.open(" + generator.place() + ", ", expressions.of(Type.INT, scope), ")");
            if (generator.below(2) == 0) {
                opened = Node.fixed(
                        new Node.Twin("s.at(", "s.later("),
                        generator.place() + ", ",
                        opened,
                        new Node.Twin(")", ").await()"));
            }
            node.add("Steps.Resource " + generator.name("r") + " = ", opened, "; ");
        }
        node.add(") {\n", generator.statements(scope.nested()), "}");
        if (generator.below(3) == 0) {
            handler(node, scope, "Exception");
        }
        return node.add("\n");
    }

    /** Under a condition: return, break, continue, throw. */
    private Node leave(Scope scope) {
        Node node = Node.statement("if (", condition(scope), ") ");
        int choice = generator.below(4);
        if (choice > 1 && !scope.labels.isEmpty()) {
            String label = generator.pick(scope.labels);
            boolean ofSwitch = label.endsWith(" of switch");
            String keyword = ofSwitch || choice == 2 ? "break " : "continue ";
            return node.add(keyword + label.replace(" of switch", "") + ";\n");
        } else if (choice > 0 && scope.returned != null) {
            return node.add("return ", expressions.of(scope.returned, scope), ";\n");
        }
        String exception = generator.oneOf("Fault", "OtherFault", "IllegalStateException");
        return node.add("throw new " + exception + "(", expressions.of(Type.STRING, scope), ");\n");
    }

    private Node pattern(Scope scope) {
        Type type = generator.oneOf(Type.STRING, Type.INTS);
        Type other = generator.oneOf(Type.STRING, Type.INTS);
        String name = generator.name("p");
        Scope inside = scope.nested();
        inside.declare(new Scope.Variable(name, type, true, false));
        return Node.statement(
                "if ((Object) (",
                expressions.of(other, scope),
                ") instanceof " + type.text + " " + name + " && ",
                condition(inside),
                ") {\n",
                generator.statements(inside),
                "}\n");
    }

    /** An async block that returns nothing. */
    private Node block(Scope scope) {
        return Node.statement(
                new Node.Twin("s.act(() -> {\n", "Futures.async(() -> {\n"),
                generator.statements(scope.inBlock(null)),
                new Node.Twin("});\n", "}).await();\n"));
    }
}
