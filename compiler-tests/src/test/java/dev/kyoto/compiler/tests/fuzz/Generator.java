package dev.kyoto.compiler.tests.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Generates one body from a seed: well-typed, free of endless loops, of bounded size. */
final class Generator {
    /** The version of Java whose constructs are used. */
    static final int JAVA = Runtime.version().feature();

    private final Random random;
    final Expressions expressions = new Expressions(this);
    final Phrases phrases = new Phrases(this);
    final Switches switches = new Switches(this);
    final Blocks blocks = new Blocks(this);
    private final Loops loops = new Loops(this);
    private final Tries tries = new Tries(this);
    private final Statements statements = new Statements(this, loops, tries);

    /** How code that is generated now speaks of the fixture's fields: as its own, or as those of an object it captured. */
    private final List<String> fieldAccess;

    private final Node members = Node.fixed();
    private final int maxDepth;
    private int left;
    private int depth;
    private int names;

    Generator(long seed) {
        random = new Random(seed * 0x9e3779b97f4a7c15L); // neighbouring seeds of a Random begin alike
        // Mostly small: many small bodies find more in an hour than a few large ones.
        int draw = below(1000);
        left = draw < 850 ? 2 + below(16) : draw < 980 ? 18 + below(32) : draw < 999 ? 50 + below(100) : 1000;
        // Javac copies a finally to each way out, so what is very large has to be flat.
        maxDepth = left < 1000 ? 7 : 3;
        fieldAccess = oneOf(List.of("", "self."), List.of("self."), List.of(""));
    }

    /** Statements, of which the last returns. */
    Node body() {
        Scope scope = Scope.ofBody(Type.STRING);
        Node body = Node.fixed();
        for (int declarations = below(4); declarations > 0; declarations--) {
            body.add(statements.declaration(pick(Type.VALUES), scope));
        }
        do {
            body.add(statements.any(scope));
        } while (left > 0);
        if (rarely(3)) {
            body.add(noted(scope.variables()));
        }
        return body.add("return ", expressions.of(Type.STRING, scope), ";\n");
    }

    /** The methods that {@link #body} calls. */
    Node members() {
        return members;
    }

    /** A few statements. */
    Node statements(Scope scope) {
        Node some = Node.fixed();
        for (int count = below(isSpent() ? 2 : 4); count >= 0; count--) {
            some.add(statements.any(scope));
        }
        return some;
    }

    /** Statements that need variables once more, all in all. */
    Node noted(List<Scope.Variable> variables) {
        Node all = Node.fixed();
        variables.forEach(each -> all.add(Node.statement("s.note(" + place() + ", " + each.name() + ");\n")));
        return all;
    }

    void addMember(Node method) {
        members.add(method);
    }

    // ---- drawing

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code count} times. */
    boolean rarely(int count) {
        return below(count) == 0;
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

    String field(String name) {
        return pick(fieldAccess) + name;
    }

    // ---- bounds

    boolean isSpent() {
        return left <= 0 || depth >= maxDepth;
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

    /** Takes a step whose operands are simple ones. */
    <T> T shallow(Supplier<T> step) {
        int before = left;
        left = 0;
        try {
            return step.get();
        } finally {
            left = before;
        }
    }
}
