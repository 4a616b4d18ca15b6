package dev.kyoto.compiler.tests.fuzz;

/** Generates statements with handlers: {@code try} in all its forms, and {@code synchronized}. */
final class Tries {
    private final Generator generator;

    Tries(Generator generator) {
        this.generator = generator;
    }

    Node any(Scope scope) {
        return switch (generator.below(9)) {
            case 0, 1, 2 -> withResources(scope);
            case 3 -> scope.yielded() == null ? synchronizedStatement(scope) : tried(scope);
            default -> tried(scope);
        };
    }

    private Node tried(Scope scope) {
        Node node = Node.statement(
                "try {\ns.poke(" + generator.place() + ");\n", generator.statements(scope.nested()), "}");
        int handlers = handlers(node, scope);
        if (handlers == 0 || generator.rarely(2)) {
            node.add(finallyBlock(scope));
        }
        return node.add("\n");
    }

    private int handlers(Node node, Scope scope) {
        String[] types = generator.oneOf(
                new String[] {},
                new String[] {"OtherFault", "Fault"},
                new String[] {"Fault | IllegalStateException"},
                new String[] {"NullPointerException | ArithmeticException | ClassCastException", "Fault"},
                new String[] {"Exception"},
                new String[] {"RuntimeException"},
                new String[] {"OtherFault", "Throwable"});
        for (String each : types) {
            handler(node, scope, each);
        }
        return types.length;
    }

    private void handler(Node node, Scope scope, String types) {
        if (Generator.JAVA >= 22 && generator.rarely(5)) {
            node.add(" catch (" + types + " _) {\n", generator.statements(scope.nested()), "}");
            return;
        }
        String name = generator.name("e");
        node.add(" catch (" + types + " " + name + ") {\n");
        if (generator.rarely(2)) {
            node.add(noted(name));
        }
        node.add(generator.statements(scope.nested()));
        switch (generator.below(4)) {
            case 0 -> node.add("if (", generator.expressions.of(Type.BOOLEAN, scope), ") throw " + name + ";\n");
            case 1 -> node.add(noted(name));
            default -> {}
        }
        node.add("}");
    }

    private String noted(String exception) {
        return "s.<Object>note(" + generator.place() + ", " + exception + ");\n";
    }

    private Node finallyBlock(Scope scope) {
        return Node.fixed(" finally {\n", generator.statements(scope.nested()), "}");
    }

    private Node withResources(Scope scope) {
        Node node = Node.fixed("try (");
        String held = null;
        Node opened = null;
        if (generator.rarely(4)) {
            held = generator.name("r");
            opened = opened(scope);
            node.add(held + "; ");
        }
        for (int count = generator.below(3) + (held == null ? 1 : 0); count > 0; count--) {
            boolean unnamed = Generator.JAVA >= 22 && generator.rarely(4);
            node.add("Steps.Resource " + (unnamed ? "_" : generator.name("r")) + " = ", opened(scope), "; ");
        }
        node.add(") {\n", generator.statements(scope.nested()), "}");
        if (generator.rarely(3)) {
            handlers(node, scope);
        }
        if (generator.rarely(4)) {
            node.add(finallyBlock(scope));
        }
        return held == null
                ? Node.statement(node, "\n")
                : Node.statement("Steps.Resource " + held + " = ", opened, ";\n", node, "\n");
    }

    private Node opened(Scope scope) {
        if (generator.rarely(10)) {
            return Node.fixed("null");
        }
        Node opened = generator.phrases.written("s.open($place, $int)", scope);
        return scope.awaits() && generator.rarely(2)
                ? Node.fixed(
                        new Node.Twin("s.at(", "s.later("),
                        generator.place() + ", ",
                        opened,
                        new Node.Twin(")", ").await()"))
                : opened;
    }

    /** Not in a switch expression, whose operand stack javac would forget at the handler. */
    private Node synchronizedStatement(Scope scope) {
        return Node.statement(
                "synchronized (",
                generator.expressions.of(generator.oneOf(Type.STRING, Type.INTS), scope),
                ") {\n",
                generator.statements(scope.withoutAwaits()),
                "}\n");
    }
}
