package dev.kyoto.compiler.tests.fuzz;

import java.util.List;

/** Generates expressions of a wanted type, each of which can stand wherever an operand can. */
final class Expressions {
    private final Generator generator;

    Expressions(Generator generator) {
        this.generator = generator;
    }

    /** An argument of any type. */
    Node argument(Scope scope) {
        return argument(of(generator.pick(Type.VALUES), scope));
    }

    /**
     * An expression as the argument of a method. Mostly under a cast, which does nothing but give it a type of its own: javac
     * looks at other arguments twice, hence four times at those in them. Always where there may be boxes: without, Java unboxes
     * in {@code c ? box : number} what an await returns, and not what a generic method returns, as the plain form calls.
     */
    Node argument(Node expression) {
        boolean mayBeBoxed = expression.type == Type.INT || expression.type == Type.INTEGER;
        return !mayBeBoxed && generator.rarely(30)
                ? expression
                : Node.fixed("(" + expression.type.text + ") ", expression);
    }

    Node of(Type type, Scope scope) {
        if (generator.isSpent()) {
            return leaf(type, scope);
        }
        return generator.deeper(() -> switch (generator.below(18)) {
            case 0, 1 -> leaf(type, scope);
            case 2, 3, 4, 5 -> awaited(type, scope, of(type, scope));
            case 6 -> noted(type, scope);
            case 7 -> conditional(type, scope);
            case 8 -> generator.switches.expression(type, scope);
            case 9 -> assignment(type, scope);
            case 10 -> generator.blocks.expression(type, scope);
            case 11 -> lambda(type, scope);
            default -> generator.phrases.any(type, scope);
        });
    }

    private Node noted(Type type, Scope scope) {
        return Node.expression(
                type,
                "(" + type.unboxing() + "s.<" + type.boxed + ">note(" + generator.place() + ", ",
                argument(of(type, scope)),
                "))");
    }

    private Node conditional(Type type, Scope scope) {
        return Node.expression(type, "(", of(Type.BOOLEAN, scope), " ? ", of(type, scope), " : ", of(type, scope), ")");
    }

    /** A place where the async form awaits a future, of one static type or another. */
    Node awaited(Type type, Scope scope, Node value) {
        if (!scope.awaits()) {
            return value;
        }
        // With its type argument a call is checked three times as fast as without.
        String boxed = generator.rarely(10) ? "" : "<" + type.boxed + ">";
        Node arguments = Node.fixed(generator.place() + ", ", value.type == null ? value : argument(value));
        Node awaited = switch (generator.below(10)) {
            case 0 -> call("s." + boxed + "at(", "s." + boxed + "soon(", arguments, ")", ").await()");
            case 1 ->
                Node.fixed(
                        "(" + type.boxed + ") ",
                        call("((Object) s.at(", "((Future) s.later(", arguments, "))", ")).await()"));
            case 2 ->
                Node.fixed(
                        "(" + type.boxed + ") ",
                        call("(s.at(", "((Future<?>) s.later(", arguments, "))", ")).await()"));
            default -> call("s." + boxed + "at(", "s." + boxed + "later(", arguments, ")", ").await()");
        };
        return Node.expression(type, "(" + type.unboxing(), awaited, ")");
    }

    private static Node call(String plain, String async, Node arguments, String endOfPlain, String endOfAsync) {
        return Node.fixed(new Node.Twin(plain, async), arguments, new Node.Twin(endOfPlain, endOfAsync));
    }

    private Node leaf(Type type, Scope scope) {
        List<String> names = scope.names(type, false);
        if (!names.isEmpty() && generator.below(3) > 0) {
            String name = generator.pick(names);
            return Node.expression(type, type == Type.STRING ? "cut(" + name + ")" : name);
        }
        return Node.expression(type, constantOrField(type));
    }

    private String constantOrField(Type type) {
        String field = generator.field(Fixture.fieldOf(type));
        return switch (type) {
            case INT ->
                generator.oneOf(field, "-1", "0", "2", "1000000", "Integer.MAX_VALUE", "words.length()", "total");
            case LONG -> generator.oneOf(field, "-1L", "5L", "((long) number)", "1234567890123L", "sum");
            case DOUBLE -> generator.oneOf(field, "2.5", "-0.25", "((double) wide)", "Double.NaN");
            case FLOAT -> generator.oneOf(field, "1.5f", "-3f", "((float) wide)");
            case BYTE -> generator.oneOf(field, "((byte) number)", "((byte) 3)", "((byte) -100)");
            case SHORT -> generator.oneOf(field, "((short) number)", "((short) 3)", "((short) -30000)");
            case CHAR -> generator.oneOf(field, "((char) number)", "'x'", "'\\uffff'");
            case BOOLEAN -> generator.oneOf(field, "(number > 3)", "true", "false", "(wide < 9)");
            case STRING ->
                generator.oneOf(
                        "cut(" + field + ")",
                        "\"x\"",
                        "\"\"",
                        "\"two\"",
                        "\"\"\"\n  t\n \"b\"\\\n\"\"\"",
                        "cut(label)");
            case INTEGER -> generator.oneOf(field, field, "Integer.valueOf(1000)", "((Integer) 5)", "((Integer) null)");
            case INTS -> generator.oneOf(field, "new int[] {4, 3, 2, 1}", field + ".clone()");
            case COLOUR -> generator.oneOf(field, "Colour.GREEN", "Colour.BLUE");
            case SHAPE ->
                generator.oneOf(
                        field, "((Shape) new Tag(\"\", 1))", "((Shape) new Line(new Dot(1, 2), new Tag(\"t\", null)))");
            case OBJECT -> generator.oneOf(field, "((Object) \"x\")", "((Object) 5)", "((Object) new Dot(number, 1))");
            default -> generator.oneOf(field, type.literal);
        };
    }

    /** An assignment, whose value is used. */
    Node assignment(Type type, Scope scope) {
        Node target = target(type, scope);
        if (generator.rarely(3)) {
            return Node.expression(type, "(").add(target, " = ", of(type, scope), ")");
        }
        return switch (type) {
            case INT, LONG, BYTE, SHORT, CHAR, INTEGER ->
                generator.rarely(3)
                        ? step(type, target)
                        : compound(type, target, scope, "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=");
            case DOUBLE, FLOAT ->
                generator.rarely(4) ? step(type, target) : compound(type, target, scope, "+=", "-=", "*=", "/=");
            case BOOLEAN -> compound(type, target, scope, "&=", "|=", "^=");
            case STRING ->
                Node.expression(type, "(")
                        .add(target, " += ", of(generator.pick(Type.SCALARS), scope.withoutTries()), ")");
            default -> Node.expression(type, "(").add(target, " = ", of(type, scope), ")");
        };
    }

    private Node step(Type type, Node target) {
        String step = generator.oneOf("++", "--");
        return generator.rarely(2)
                ? Node.expression(type, "(").add(target, step + ")")
                : Node.expression(type, "(" + step).add(target, ")");
    }

    private Node compound(Type type, Node target, Scope scope, String... operators) {
        String operator = generator.oneOf(operators);
        boolean ofBits = "&= |= ^= <<= >>=".contains(operator);
        Type right = type;
        if (type == Type.INTEGER) {
            right = Type.INT;
        } else if (type.isNumber() && !ofBits && generator.rarely(3)) {
            right = generator.oneOf(Type.INT, Type.LONG, Type.DOUBLE, Type.FLOAT, Type.BYTE, Type.CHAR);
        }
        boolean wide = type.isWide() || right.isWide();
        return Node.expression(type, "(")
                .add(target, " " + operator + " ", of(right, wide ? scope.withoutTries() : scope), ")");
    }

    /** What can be assigned to: a local, a field or the element of an array. */
    private Node target(Type type, Scope scope) {
        List<String> names = scope.names(type, true);
        if (!names.isEmpty() && generator.below(3) > 0) {
            return Node.fixed(generator.pick(names));
        }
        return switch (generator.below(3)) {
            case 0 ->
                switch (type) {
                    case INT ->
                        generator.phrases.written(
                                generator.oneOf(
                                        "$ints[$int & 3]", "$grid[$int & 1][$int & 3]", "$ints[$byte]", "total"),
                                scope);
                    case LONG -> generator.phrases.written(generator.oneOf("$longs[$int & 3]", "sum"), scope);
                    case STRING -> generator.phrases.written(generator.oneOf("$strings[$int & 3]", "label"), scope);
                    case INTS -> generator.phrases.written("$grid[$int & 1]", scope);
                    case DOUBLE -> generator.phrases.written("(new double[] {1.5, $double})[$int & 1]", scope);
                    case CHAR -> generator.phrases.written("(new char[] {'a', $char})[$int & 1]", scope);
                    case INTEGER -> generator.phrases.written("new Box<>($integer).value", scope);
                    default -> generator.phrases.written("$self." + Fixture.fieldOf(type), scope);
                };
            case 1 -> generator.phrases.written("$self." + Fixture.fieldOf(type), scope);
            default -> Node.fixed(generator.field(Fixture.fieldOf(type)));
        };
    }

    /** An ordinary lambda or anonymous class, called at once. */
    private Node lambda(Type type, Scope scope) {
        Node value = of(type, scope.inLambda());
        String supplier = "Supplier<" + type.boxed + ">";
        return generator.rarely(2)
                ? Node.expression(type, "(" + type.unboxing() + "((" + supplier + ") () -> ", value, ").get())")
                : Node.expression(
                        type,
                        "(" + type.unboxing() + "new " + supplier + "() { public " + type.boxed + " get() { return ",
                        value,
                        "; } }.get())");
    }
}
