package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Generates async blocks within async blocks; the plain form calls where the async form awaits. */
final class Blocks {
    private final Generator generator;

    Blocks(Generator generator) {
        this.generator = generator;
    }

    /** A block of some form, awaited at once. */
    Node expression(Type type, Scope scope) {
        if (!scope.awaits()) {
            return generator.phrases.any(type, scope);
        }
        Node block = switch (generator.below(7)) {
            case 0 -> ofMethod(type, scope);
            case 1 -> ofAnonymousClass(type, scope);
            case 2 -> fromLambda(type, scope);
            case 3 -> withParameters(type, scope);
            default -> started(lambda(type, scope.inBlock(type)));
        };
        return Node.expression(type, "(" + type.unboxing(), block, new Node.Twin("", ".await()"), ")");
    }

    /** {@code method(…)}, which is added to the class. */
    private Node ofMethod(Type type, Scope scope) {
        Node name = Node.fixed(new Node.Twin(generator.name("plain"), generator.name("async")));
        List<Scope.Variable> parameters = parameters();
        Scope inside = Scope.ofBody(type);
        parameters.forEach(inside::declare);
        boolean generic = generator.rarely(4);
        String any = generator.name("g");
        String ofAny = generic ? "G " + any + (parameters.isEmpty() ? "" : ", ") : "";
        Node statements = Node.fixed("{\n");
        if (generic) {
            String held = generator.name("h");
            Node awaited = generator.expressions.awaited(Type.OBJECT, inside, Node.fixed(any));
            statements.add("G " + held + " = (G) ", awaited, ";\n", generator.statements(inside));
            statements.add("s.note(" + generator.place() + ", " + held + ");\n");
        }
        statements.add(returning(type, inside), "}");
        generator.addMember(Node.statement(
                (generic ? "<G> " : ""),
                result(type),
                " ",
                name,
                "(" + ofAny + declared(parameters) + ") ",
                new Node.Twin("throws Exception ", ""),
                "{\nfinal var self = this; final var s = this.s;\nreturn ",
                started(Node.fixed(cast(type), "() -> ", statements)),
                ";\n}\n"));
        return Node.fixed(
                generator.field(""),
                name,
                "(" + (generic ? "(Object) words" + (parameters.isEmpty() ? "" : ", ") : ""),
                arguments(parameters, scope),
                ")");
    }

    private Node ofAnonymousClass(Type type, Scope scope) {
        List<Scope.Variable> parameters = parameters();
        Scope inside = scope.inBlock(type);
        parameters.forEach(inside::declare);
        return Node.fixed(
                "new Object() { ",
                result(type),
                " go(" + declared(parameters) + ") ",
                new Node.Twin("throws Exception ", ""),
                "{ return ",
                started(lambda(type, inside)),
                "; } }.go(",
                arguments(parameters, scope),
                ")");
    }

    /** A block that an ordinary lambda makes. */
    private Node fromLambda(Type type, Scope scope) {
        return Node.fixed(
                new Node.Twin(
                        "s.<" + type.boxed + ">call(((Supplier<Callable<" + type.boxed + ">>) () -> ",
                        "((Supplier<Future<" + type.boxed + ">>) () -> Futures.async("),
                lambda(type, scope.inBlock(type)),
                new Node.Twin(").get())", ")).get()"));
    }

    /** A block of an async interface of the user's own, which assigns to its parameters. */
    private Node withParameters(Type type, Scope scope) {
        Scope inside = scope.inBlock(type);
        List<Scope.Variable> parameters = List.of(
                Scope.Variable.assigned(generator.name("q"), Type.INT),
                Scope.Variable.assigned(generator.name("q"), Type.LONG),
                Scope.Variable.assigned(generator.name("q"), Type.STRING));
        parameters.forEach(inside::declare);
        String names =
                String.join(", ", parameters.stream().map(Scope.Variable::name).toList());
        return Node.fixed(
                "(" + type.boxed + ") ",
                new Node.Twin("start(s, (Taking) ", "start((AsyncTaking) "),
                "(" + names + ") -> {\n",
                generator.phrases.written(
                        "s.note($place, " + generator.pick(parameters).name() + " += $int);\n", inside),
                generator.statements(inside),
                generator.noted(parameters),
                returning(type, inside),
                "}, ",
                arguments(parameters, scope),
                ")");
    }

    private static Node result(Type type) {
        return Node.fixed(new Node.Twin(type.boxed, "Future<" + type.boxed + ">"));
    }

    private List<Scope.Variable> parameters() {
        List<Scope.Variable> parameters = new ArrayList<>();
        for (int count = generator.below(4); count > 0; count--) {
            parameters.add(Scope.Variable.captured(generator.name("p"), generator.pick(Type.VALUES)));
        }
        return parameters;
    }

    private static String declared(List<Scope.Variable> parameters) {
        StringJoiner text = new StringJoiner(", ");
        parameters.forEach(each -> text.add(each.type().text + " " + each.name()));
        return text.toString();
    }

    private Node arguments(List<Scope.Variable> parameters, Scope scope) {
        StringJoiner phrase = new StringJoiner(", ");
        parameters.forEach(each -> phrase.add("$" + each.type().phraseName()));
        return generator.phrases.written(phrase.toString(), scope);
    }

    /** {@code s.call(lambda)}, or the future {@code async(lambda)}. */
    private static Node started(Node lambda) {
        return Node.fixed(new Node.Twin("s.call(", "Futures.async("), lambda, ")");
    }

    private Node lambda(Type type, Scope inside) {
        Node lambda = Node.fixed(cast(type), "() -> ");
        return generator.rarely(3)
                ? lambda.add(generator.expressions.of(type, inside))
                : lambda.add("{\n", returning(type, inside), "}");
    }

    /** Without it javac would look at the lambda once for each overload, and at those in it once for each of these times. */
    private static Node cast(Type type) {
        return type == Type.NOTHING
                ? Node.fixed(new Node.Twin("(Action) ", "(AsyncAction) "))
                : Node.fixed(new Node.Twin("(Callable<" + type.boxed + ">) ", "(AsyncBlock<" + type.boxed + ">) "));
    }

    private Node returning(Type type, Scope inside) {
        return Node.fixed(generator.statements(inside), "return ", generator.expressions.of(type, inside), ";\n");
    }

    /** A block that is a statement: one that returns nothing, or one that is awaited some statements after it was made. */
    Node statement(Scope scope) {
        if (generator.rarely(2)) {
            return Node.statement(
                    new Node.Twin("s.act(", "Futures.async("),
                    cast(Type.NOTHING),
                    "() -> {\n",
                    generator.statements(scope.inBlock(Type.NOTHING)),
                    new Node.Twin("});\n", "}).await();\n"));
        }
        Type type = generator.pick(Type.VALUES);
        String name = generator.name("f");
        return Node.statement(
                new Node.Twin(
                        "Callable<" + type.boxed + "> " + name + " = ",
                        "Future<" + type.boxed + "> " + name + " = Futures.async("),
                lambda(type, scope.inBlock(type)),
                new Node.Twin(";\n", ");\n"),
                generator.statements(scope.nested()),
                "s.note(" + generator.place() + ", ",
                new Node.Twin("s.call(" + name + ")", name + ".await()"),
                ");\n");
    }
}
