package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Constructs that are younger than Java 17, compiled while the test runs where the JDK knows them. */
class NewerJavaTest {
    @TempDir
    Path output;

    private Object run(Script script, String members) throws Exception {
        Javac javac = new Javac(output);
        assertEquals(List.of(), javac.compile("""
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                import dev.kyoto.compiler.tests.Source;
                public class Main {
                """ + members + "}\n"));
        return script.run((Future<?>) javac.run("Main", script));
    }

    private static final String SHAPES = """
            sealed interface Shape permits Circle, Box {}
            record Circle(Object centre, double radius) implements Shape {}
            record Box(Shape inside, long size) implements Shape {}
            """;

    @ReadyAndPending
    @EnabledForJreRange(min = JRE.JAVA_21)
    void recordPatternsWithAwaitInGuardAndBody(Script script) throws Exception {
        assertEquals("circle p 3.0|box of circle 4 q|null|large", run(script, SHAPES + """
                static Future<String> name(Source source, Shape shape) {
                    return async(() -> "" + switch (source.later(shape).await()) {
                        case null -> source.later("null").await();
                        case Box(Circle(String centre, var radius), long size) when source.later(size < 10).await() ->
                            "box of circle " + size + source.later(" ").await() + centre;
                        case Box b -> source.later("large").await();
                        case Circle(var centre, double radius) -> {
                            String first = source.later("circle ").await();
                            yield first + centre + " " + source.later(radius).await();
                        }
                    });
                }
                public static Object run(Source source) {
                    return async(() -> name(source, new Circle("p", 3)).await()
                        + "|" + name(source, new Box(new Circle("q", 1), 4)).await()
                        + "|" + name(source, null).await()
                        + "|" + name(source, new Box(null, 40)).await());
                }
                """));
    }

    @ReadyAndPending
    @EnabledForJreRange(min = JRE.JAVA_21)
    void typePatternsWithGuardsInASwitchStatement(Script script) throws Exception {
        assertEquals("int 7 text ab other", run(script, """
                public static Object run(Source source) {
                    return async(() -> {
                        StringBuilder all = new StringBuilder();
                        for (Object each : new Object[] {7, "ab", "abc"}) {
                            switch (each) {
                                case Integer i when i > source.later(5).await() -> all.append("int ").append(i);
                                case String s when s.length() == source.later(2).await() -> {
                                    all.append(source.later(" text ").await());
                                    all.append(s);
                                }
                                default -> all.append(source.later(" other").await());
                            }
                        }
                        return all.toString();
                    });
                }
                """));
    }

    @ReadyAndPending
    @EnabledForJreRange(min = JRE.JAVA_21)
    void instanceofWithRecordPatternLivesAcrossAwait(Script script) throws Exception {
        assertEquals("q2", run(script, SHAPES + """
                public static Object run(Source source) {
                    return async(() -> {
                        Shape shape = source.later(new Box(new Circle("q", 1), 2)).await();
                        if (!(shape instanceof Box(Circle(var centre, double radius), long size))) {
                            return "no";
                        }
                        source.later(radius).await();
                        return centre + "" + size;
                    });
                }
                """));
    }

    @ReadyAndPending
    @EnabledForJreRange(min = JRE.JAVA_21)
    void typedSelectInASwitch(Script script) throws Exception {
        assertEquals("first 1", run(script, """
                public static Object run(Source source) {
                    return async(() -> switch (select(source.later(1), Futures.<String>pending()).await()) {
                        case OneOf.First(var number) -> "first " + source.later(number).await();
                        case OneOf.Second(var text) -> text;
                    });
                }
                """));
    }

    @ReadyAndPending
    @EnabledForJreRange(min = JRE.JAVA_22)
    void unnamedVariablesAndPatterns(Script script) throws Exception {
        assertEquals("2 caught", run(script, SHAPES + """
                public static Object run(Source source) {
                    return async(() -> {
                        int count = 0;
                        for (var _ : java.util.List.of(1, 2)) {
                            count += source.later(1).await();
                        }
                        try {
                            var _ = source.failing(new java.io.IOException()).await();
                        } catch (java.io.IOException _) {
                            return switch (source.later((Shape) new Circle("x", 1)).await()) {
                                case Box _ -> "box";
                                case Circle(_, _) -> count + source.later(" caught").await();
                            };
                        }
                        return "no";
                    });
                }
                """));
    }

    @ReadyAndPending
    @EnabledForJreRange(min = JRE.JAVA_25)
    void statementsBeforeSuper(Script script) throws Exception {
        assertEquals("child of 5", run(script, """
                static class Parent { final Future<Integer> age; Parent(Future<Integer> age) { this.age = age; } }
                static class Child extends Parent {
                    Child(Source source) {
                        int known = 4;
                        Future<Integer> age = async(() -> known + source.later(1).await());
                        super(age);
                    }
                    Future<String> text() { return async(() -> "child of " + age.await()); }
                }
                public static Object run(Source source) { return new Child(source).text(); }
                """));
    }
}
