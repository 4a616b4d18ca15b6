package dev.kyoto.compiler.tests.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Generates the body of one async block from a seed: well-typed, free of endless loops, of bounded size. */
final class Generator {
    private static final int SIZE = 90;
    private static final int DEPTH = 6;

    private final Random random;
    private final Expressions expressions = new Expressions(this);
    private final Statements statements = new Statements(this, expressions);
    private int left = SIZE;
    private int depth;
    private int names;

    Generator(long seed) {
        random = new Random(seed);
    }

    /** Statements, of which the last returns. */
    Node body() {
        Scope scope = Scope.ofBody();
        Node body = Node.fixed();
        for (Type type : new Type[] {Type.INT, Type.LONG, Type.STRING}) {
            body.add(statements.declaration(type, scope));
        }
        do {
            body.add(statements.any(scope));
        } while (left > 0);
        return body.add("return ", expressions.of(Type.STRING, scope), ";\n");
    }

    /** A few statements. */
    Node statements(Scope scope) {
        Node some = Node.fixed();
        for (int count = below(4); count >= 0; count--) {
            some.add(statements.any(scope));
        }
        return some;
    }

    // ---- drawing

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }

    String name(String prefix) {
        return prefix + names++;
    }

    /** A number by which traces tell places apart. */
    int place() {
        return names++;
    }

    // ---- bounds

    boolean isSpent() {
        return left <= 0 || depth >= DEPTH;
    }

    <T> T deeper(Supplier<T> step) {
        left--;
        depth++;
        try {
            return step.get();
        } finally {
            depth--;
        }
    }
}
