package dev.kyoto.compiler.tests.fuzz;

/**
 * A generated body.
 *
 * @param members the methods that it calls
 */
record Body(long seed, Node members, Node statements) {
    static Body of(long seed) {
        Generator generator = new Generator(seed);
        Node statements = generator.body();
        return new Body(seed, generator.members(), statements);
    }

    /** All of it. */
    Node root() {
        return Node.fixed(members, statements);
    }

    /** The source of a class that holds it in its two forms. */
    String source(String className) {
        return """
                import dev.kyoto.compiler.tests.fuzz.*;
                import dev.kyoto.compiler.tests.fuzz.Steps.*;
                import dev.kyoto.futures.*;
                import java.util.*;
                import java.util.concurrent.Callable;
                import java.util.function.*;
                @SuppressWarnings("all")
                public class %1$s extends Fixture {
                static int total;
                static long sum;
                static String label;
                public %1$s(Steps s) { super(s); total = 1; sum = 2; label = "l"; }
                public Object[] statics() { return new Object[] {total, sum, label}; }
                public Object plain() throws Exception {
                final var self = this; final var s = this.s;
                %2$s}
                %3$spublic Future<Object> async() {
                final var self = this; final var s = this.s;
                return Futures.async((AsyncBlock<Object>) () -> {
                %4$s});
                }
                %5$s}
                """.formatted(
                className, statements.write(false), members.write(false), statements.write(true), members.write(true));
    }
}
