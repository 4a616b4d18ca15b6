package dev.kyoto.compiler.tests.fuzz;

import java.util.List;

/** A generated body, and the class that holds it in its two forms. */
record Body(long seed, Node statements) {
    static Body of(long seed) {
        return new Body(seed, new Generator(seed).body());
    }

    /** A source file that javac must take if the body is Java at all: of the plain form alone. */
    String plainSourceFile() {
        Node nothing = Node.fixed("return null;\n");
        return sourceFile(List.of(this), nothing);
    }

    /** A source file of several bodies; each becomes the nested class of its position in the list, {@code B0}, {@code B1}, … */
    static String sourceFile(List<Body> bodies) {
        return sourceFile(bodies, null);
    }

    private static String sourceFile(List<Body> bodies, Node insteadOfAsync) {
        StringBuilder text = new StringBuilder("""
                import dev.kyoto.compiler.tests.fuzz.*;
                import dev.kyoto.compiler.tests.fuzz.Steps.*;
                import dev.kyoto.futures.*;
                @SuppressWarnings("all")
                public class Bodies {
                """);
        int number = 0;
        for (Body body : bodies) {
            text.append("""
                    public static class B%1$d extends Fixture {
                    public B%1$d(Steps s) { super(s); }
                    public Object plain() throws Exception {
                    final B%1$d self = this; final Steps s = this.s;
                    %2$s}
                    public Future<Object> async() {
                    final B%1$d self = this; final Steps s = this.s;
                    return Futures.<Object>async(() -> {
                    %3$s});
                    }
                    }
                    """.formatted(
                            number++,
                            body.statements.write(false),
                            (insteadOfAsync == null ? body.statements : insteadOfAsync).write(true)));
        }
        return text.append("}\n").toString();
    }
}
