package dev.kyoto.compiler.tests.fuzz;

/** Generates loops, which all end after a few rounds. */
final class Loops {
    private final Generator generator;

    Loops(Generator generator) {
        this.generator = generator;
    }

    Node any(Scope scope) {
        String label = generator.name("L");
        String counter = generator.name("i");
        Scope inside = scope.inLoop(label);
        return switch (generator.below(10)) {
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
                        "} while (++" + counter + " < 3 && ",
                        condition(scope),
                        ");\n");
            case 2 ->
                Node.statement(
                        "int " + counter + " = 0;\n" + label + ":\n" + generator.oneOf("while (true)", "for (;;)")
                                + " {\nif (" + counter + "++ > 2) break;\n",
                        generator.statements(inside),
                        "}\n");
            case 3 -> overEach(Type.INTS, Type.INT, label, counter, scope);
            case 4 -> overEach(Type.LIST, generator.oneOf(Type.INT, Type.INTEGER), label, counter, scope);
            case 5 -> overEach(Type.GRID, Type.INTS, label, counter, scope);
            case 6 -> overEach(Type.STRINGS, Type.STRING, label, counter, scope);
            default -> counting(label, counter, scope);
        };
    }

    private Node overEach(Type collection, Type element, String label, String name, Scope scope) {
        Scope inside = scope.inLoop(label);
        boolean unnamed = Generator.JAVA >= 22 && generator.rarely(4);
        if (!unnamed) {
            inside.declare(
                    generator.rarely(2)
                            ? Scope.Variable.assigned(name, element)
                            : Scope.Variable.captured(name, element));
        }
        return Node.statement(
                label + ":\nfor (" + element.text + " " + (unnamed ? "_" : name) + " : ",
                generator.expressions.of(collection, scope),
                ") {\n",
                generator.statements(inside),
                "}\n");
    }

    private Node counting(String label, String counter, Scope scope) {
        Scope inside = scope.inLoop(label);
        Type type = generator.oneOf(Type.INT, Type.INT, Type.LONG, Type.BYTE);
        inside.declare(Scope.Variable.read(counter, type));
        String end = generator.name("to");
        String zero = type == Type.BYTE ? "(byte) 0" : "0";
        String limit = type == Type.BYTE ? "(byte) (" : "(";
        return Node.statement(
                label + ":\nfor (" + type.text + " " + counter + " = " + zero + ", " + end + " = " + limit,
                generator.phrases.written("$int & 3", scope),
                "); " + counter + " < " + end + "; use(",
                generator.expressions.argument(scope),
                "), " + counter + "++) {\n",
                generator.statements(inside),
                "}\n");
    }

    private Node condition(Scope scope) {
        return generator.expressions.of(Type.BOOLEAN, scope);
    }
}
