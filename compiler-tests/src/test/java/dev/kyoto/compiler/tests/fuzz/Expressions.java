package dev.kyoto.compiler.tests.fuzz;

import java.util.List;

/** Generates expressions of a wanted type. */
final class Expressions {
    private final Generator generator;

    Expressions(Generator generator) {
        this.generator = generator;
    }

    Node any(Scope scope) {
        return of(generator.oneOf(Type.values()), scope);
    }

    Node of(Type type, Scope scope) {
        if (generator.isSpent()) {
            return leaf(type, scope);
        }
        return generator.deeper(() -> switch (generator.below(16)) {
            case 0, 1 -> leaf(type, scope);
            case 2, 3, 4, 5 -> awaited(type, scope, of(type, scope));
            case 6 ->
                Node.expression(
                        type, "(" + unboxed(type) + "s.note(" + generator.place() + ", ", of(type, scope), "))");
            case 7 ->
                Node.expression(
                        type, "(", of(Type.BOOLEAN, scope), " ? ", of(type, scope), " : ", of(type, scope), ")");
            case 8 -> switched(type, scope);
            case 9 -> assignment(type, scope);
            case 10 -> block(type, scope);
            case 11 -> lambda(type, scope);
            default -> operator(type, scope);
        });
    }

    /** A place where the async form awaits. */
    Node awaited(Type type, Scope scope, Node value) {
        if (!scope.awaits) {
            return value;
        }
        String arguments = generator.place() + ", ";
        return Node.expression(
                type,
                "(" + unboxed(type),
                new Node.Twin("s.at(", "s.later("),
                arguments,
                value,
                new Node.Twin(")", ").await()"),
                ")");
    }

    private static String unboxed(Type type) {
        return type.boxed.equals(type.text) ? "" : "(" + type.text + ") ";
    }

    private Node leaf(Type type, Scope scope) {
        List<String> names = scope.names(type, false);
        if (!names.isEmpty() && generator.below(3) > 0) {
            String name = generator.pick(names);
            return Node.expression(type, type == Type.STRING ? "cut(" + name + ")" : name);
        }
        return switch (type) {
            case INT -> Node.expression(type, generator.oneOf("number", "-1", "0", "2", "1000000", "words.length()"));
            case LONG ->
                Node.expression(type, generator.oneOf("wide", "-1L", "5L", "((long) number)", "1234567890123L"));
            case DOUBLE -> Node.expression(type, generator.oneOf("real", "2.5", "-0.25", "((double) wide)"));
            case BYTE -> Node.expression(type, generator.oneOf("((byte) number)", "(byte) 3", "(byte) -100"));
            case BOOLEAN -> Node.expression(type, generator.oneOf("(number > 3)", "true", "false", "(wide < 9)"));
            case STRING -> Node.expression(type, generator.oneOf("cut(words)", "\"x\"", "\"\"", "\"two\""));
            case INTS -> Node.expression(type, generator.oneOf("ints", "new int[] {4, 3, 2, 1}", "ints.clone()"));
            case LONGS -> Node.expression(type, "new long[] {9, 8, 7, 6}");
        };
    }

    private Node operator(Type type, Scope scope) {
        return switch (type) {
            case INT -> ofInt(scope);
            case LONG ->
                switch (generator.below(6)) {
                    case 0 -> Node.expression(type, "((long) (", of(Type.DOUBLE, scope), "))");
                    case 1 -> Node.expression(type, of(Type.LONGS, scope), "[(", of(Type.INT, scope), ") & 3]");
                    case 2 ->
                        Node.expression(
                                type,
                                "mix(",
                                of(Type.LONG, scope),
                                ", ",
                                of(Type.INT, scope),
                                ", ",
                                of(Type.DOUBLE, scope),
                                ")");
                    case 3 -> Node.expression(type, "new Pair(", of(Type.INT, scope), ", ", of(type, scope), ").right");
                    default -> binary(type, scope, "+", "-", "*", "^", "&", "%");
                };
            case DOUBLE ->
                generator.below(4) == 0
                        ? Node.expression(
                                type,
                                "mix(",
                                of(type, scope),
                                ", ",
                                of(Type.BOOLEAN, scope),
                                ", ",
                                of(Type.INTS, scope),
                                ")")
                        : binary(type, scope, "+", "-", "*", "/");
            case BYTE -> Node.expression(type, "((byte) (", of(Type.INT, scope), "))");
            case BOOLEAN ->
                switch (generator.below(5)) {
                    case 0 -> Node.expression(type, "!(", of(type, scope), ")");
                    case 1 -> Node.expression(type, "(", of(Type.LONG, scope), " < ", of(Type.LONG, scope), ")");
                    case 2 ->
                        Node.expression(type, "(", of(Type.STRING, scope), ").equals(", of(Type.STRING, scope), ")");
                    default -> binary(type, scope, "&&", "||", "^", "==");
                };
            case STRING -> ofString(scope);
            case INTS ->
                Node.expression(
                        type,
                        "new int[] {",
                        of(Type.INT, scope),
                        ", ",
                        of(Type.INT, scope),
                        ", 5, ",
                        of(Type.INT, scope),
                        "}");
            case LONGS ->
                Node.expression(type, "new long[] {", of(Type.LONG, scope), ", 5, 6, ", of(Type.LONG, scope), "}");
        };
    }

    private Node ofInt(Scope scope) {
        return switch (generator.below(9)) {
            case 0 -> Node.expression(Type.INT, "((int) (", of(Type.LONG, scope), "))");
            case 1 -> Node.expression(Type.INT, of(Type.INTS, scope), "[(", of(Type.INT, scope), ") & 3]");
            case 2 ->
                Node.expression(
                        Type.INT,
                        "mix(",
                        of(Type.INT, scope),
                        ", ",
                        of(Type.LONG, scope),
                        ", ",
                        of(Type.STRING, scope),
                        ")");
            case 3 ->
                Node.expression(
                        Type.INT,
                        "new Pair(new Pair(",
                        of(Type.INT, scope),
                        ", ",
                        of(Type.LONG, scope),
                        "), ",
                        of(Type.INT, scope),
                        ").left");
            case 4 ->
                Node.expression(
                        Type.INT,
                        "sum(",
                        of(Type.INT, scope),
                        ", ",
                        of(Type.BYTE, scope),
                        ", ",
                        of(Type.INT, scope),
                        ")");
            case 5 -> Node.expression(Type.INT, "(", of(Type.BYTE, scope), " + ", of(Type.INT, scope), ")");
            default -> binary(Type.INT, scope, "+", "-", "*", "/", "%", "|", "<<", ">>>");
        };
    }

    private Node ofString(Scope scope) {
        return switch (generator.below(5)) {
            case 0 ->
                Node.expression(
                        Type.STRING,
                        "mix(",
                        of(Type.STRING, scope),
                        ", ",
                        of(Type.BYTE, scope),
                        ", ",
                        of(Type.LONG, scope),
                        ")");
            case 1 ->
                Node.expression(
                        Type.STRING, "new Inner(", of(Type.STRING, scope), ", ", of(Type.DOUBLE, scope), ").text");
            default -> {
                Node sum = Node.expression(Type.STRING, "cut(", of(Type.STRING, scope));
                for (int more = 1 + generator.below(3); more > 0; more--) {
                    sum.add(" + ", of(scalar(), scope));
                }
                yield sum.add(")");
            }
        };
    }

    private Type scalar() {
        return generator.oneOf(Type.INT, Type.LONG, Type.DOUBLE, Type.BYTE, Type.BOOLEAN, Type.STRING);
    }

    private Node binary(Type type, Scope scope, String... operators) {
        return Node.expression(
                type, "(", of(type, scope), " " + generator.oneOf(operators) + " ", of(type, scope), ")");
    }

    /** An assignment, whose value is used. */
    Node assignment(Type type, Scope scope) {
        List<String> names = scope.names(type, true);
        Object[] target;
        if (type == Type.INT && generator.below(3) == 0) {
            target = new Object[] {of(Type.INTS, scope), "[(", of(Type.INT, scope), ") & 3]"};
        } else if (type == Type.LONG && generator.below(3) == 0) {
            target = new Object[] {of(Type.LONGS, scope), "[(", of(Type.INT, scope), ") & 3]"};
        } else if (!names.isEmpty() && generator.below(3) > 0) {
            target = new Object[] {generator.pick(names)};
        } else {
            String field = switch (type) {
                case INT -> "number";
                case LONG -> "wide";
                case DOUBLE -> "real";
                case STRING -> "words";
                case INTS -> "ints";
                default -> null;
            };
            if (field == null) {
                return leaf(type, scope);
            }
            target = new Object[] {self(scope), "." + field};
        }
        Node assignment = Node.expression(type, "(").add(target);
        return switch (type) {
            case INT, LONG, BYTE ->
                generator.below(4) == 0
                        ? assignment.add(generator.oneOf("++", "--"), ")")
                        : assignment.add(generator.oneOf(" = ", " += ", " -= ", " *= ", " ^= "), of(type, scope), ")");
            case DOUBLE -> assignment.add(generator.oneOf(" = ", " += ", " *= "), of(type, scope), ")");
            case STRING ->
                generator.below(2) == 0
                        ? assignment.add(" = ", of(type, scope), ")")
                        : assignment.add(" += ", of(scalar(), scope), ")");
            default -> assignment.add(" = ", of(type, scope), ")");
        };
    }

    /** The fixture, at times awaited, as the target of an access. */
    private Node self(Scope scope) {
        return switch (generator.below(4)) {
            case 0 -> Node.fixed("s.note(" + generator.place() + ", self)");
            case 1 ->
                scope.awaits
                        ? Node.fixed(
                                new Node.Twin("s.at(", "s.later("),
                                generator.place() + ", self",
                                new Node.Twin(")", ").await()"))
                        : Node.fixed("self");
            default -> Node.fixed("self");
        };
    }

    private Node switched(Type type, Scope scope) {
        Scope inside = scope.inSwitchExpression();
        boolean ofStrings = generator.below(2) == 0;
        Node node = ofStrings
                ? Node.expression(type, "(switch (", of(Type.STRING, scope), ") { case \"x\", \"two\" -> ")
                : Node.expression(type, "(switch ((", of(Type.INT, scope), ") & 3) { case 0, 2 -> ");
        node.add(of(type, inside.nested()), "; case " + (ofStrings ? "\"s\"" : "1") + " -> ");
        if (scope.awaits) {
            Scope arm = inside.nested();
            String name = generator.name("y"); // for javac takes yield (…) for a call
            node.add("{ ", generator.statements(arm), type.text + " " + name + " = ", of(type, arm));
            node.add("; yield " + name + "; } default -> ");
        } else {
            node.add(of(type, inside.nested()), "; default -> ");
        }
        return node.add(of(type, inside.nested()), "; })");
    }

    /** An async block in the block, awaited at once. */
    private Node block(Type type, Scope scope) {
        if (!scope.awaits) {
            return leaf(type, scope);
        }
        Scope inside = scope.inBlock(type);
        Node node = Node.expression(
                type,
                "(" + unboxed(type),
                new Node.Twin("s.<" + type.boxed + ">call(() -> ", "Futures.<" + type.boxed + ">async(() -> "));
        if (generator.below(3) == 0) {
            node.add(of(type, inside));
        } else {
            node.add("{ ", generator.statements(inside), "return ", of(type, inside), "; }");
        }
        return node.add(new Node.Twin(")", ").await()"), ")");
    }

    /** An ordinary lambda or anonymous class, called at once. */
    private Node lambda(Type type, Scope scope) {
        Scope inside = scope.inLambda();
        String supplier = "java.util.function.Supplier<" + type.boxed + ">";
        return generator.below(2) == 0
                ? Node.expression(
                        type, "(" + unboxed(type) + "((" + supplier + ") () -> ", of(type, inside), ").get())")
                : Node.expression(
                        type,
                        "(" + unboxed(type) + "new " + supplier + "() { public " + type.boxed + " get() { return ",
                        of(type, inside),
                        "; } }.get())");
    }
}
