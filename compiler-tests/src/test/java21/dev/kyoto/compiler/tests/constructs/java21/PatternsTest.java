package dev.kyoto.compiler.tests.constructs.java21;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import dev.kyoto.compiler.tests.harness.Source;
import dev.kyoto.futures.Future;

/** Patterns of Java 21: in {@code switch} and {@code instanceof}, with guards, over sealed types and records. */
class PatternsTest {
    sealed interface Shape permits Circle, Box {}

    record Circle(Object centre, double radius) implements Shape {}

    record Box(Shape inside, long size) implements Shape {}

    record Pair<A, B>(A first, B second) {}

    enum Light {
        RED,
        GREEN
    }

    private static Future<String> name(Source source, Shape shape) {
        return async(() -> "" + switch (source.later(shape).await()) {
            case null -> source.later("null").await();
            case Box(Circle(String centre, var radius), long size) when source.later(size < 10).await() ->
                "box of circle " + size + source.later(" ").await() + centre;
            case Box box when box.size() == source.later(40L).await() -> source.later("large").await();
            case Box box -> "box " + source.later(box.size()).await();
            case Circle(var centre, double radius) -> {
                String first = source.later("circle ").await();
                yield first + centre + " " + source.later(radius).await();
            }
        });
    }

    @EveryMode
    void recordPatternsWithAwaitInGuardAndBody(Construct construct) throws Exception {
        construct.yields("circle p 3.0", source -> name(source, new Circle("p", 3)));
        construct.yields("box of circle 4 q", source -> name(source, new Box(new Circle("q", 1), 4)));
        construct.yields("box 14", source -> name(source, new Box(new Circle("q", 1), 14)));
        construct.yields("null", source -> name(source, null));
        construct.yields("large", source -> name(source, new Box(null, 40)));
    }

    @EveryMode
    void typePatternsWithGuardsInASwitchStatement(Construct construct) throws Exception {
        construct.yields("int 7 text ab other", source -> async(() -> {
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
        }));
    }

    @EveryMode
    void nullBesideDefault(Construct construct) throws Exception {
        construct.yields("none", source -> async(() -> switch (source.<Object>later(null).await()) {
            case String text -> source.later(text).await();
            case null, default -> source.later("none").await();
        }));
    }

    @EveryMode
    void switchWithoutACaseForNull(Construct construct) throws Exception {
        construct.yields("caught", source -> async(() -> {
            try {
                return switch (source.<Object>later(null).await()) {
                    case String text -> source.later(text).await();
                    default -> source.later("none").await();
                };
            } catch (NullPointerException e) {
                return source.note("caught");
            }
        }));
    }

    @EveryMode
    void qualifiedConstantsAmongTypePatterns(Construct construct) throws Exception {
        construct.yields("go", source -> async(() -> switch (source.<Object>later(Light.GREEN).await()) {
            case Light light when light == source.later(Light.RED).await() -> source.later("stop").await();
            case Light light -> source.later("go").await();
            default -> "?";
        }));
    }

    @EveryMode
    void genericRecordWithInferredTypeArguments(Construct construct) throws Exception {
        construct.yields("a2", source -> async(() -> switch (source.later(new Pair<>("a", 1)).await()) {
            case Pair(var first, var second) when second > source.later(5).await() -> first;
            case Pair(String first, Integer second) -> first + (second + source.later(1).await());
        }));
    }

    @EveryMode
    void instanceofWithRecordPatternLivesAcrossAwait(Construct construct) throws Exception {
        construct.yields("q2", source -> async(() -> {
            Shape shape = source.<Shape>later(new Box(new Circle("q", 1), 2)).await();
            if (!(shape instanceof Box(Circle(var centre, double radius), long size))) {
                return "no";
            }
            source.later(radius).await();
            return centre + "" + size;
        }));
    }

    @EveryMode
    void instanceofWithRecordPatternInALoop(Construct construct) throws Exception {
        construct.yields("3", source -> async(() -> {
            Shape shape = new Box(new Box(new Circle("q", 1), 2), 1);
            long sum = 0;
            while (source.later(shape).await() instanceof Box(Shape inside, long size) && source.later(true).await()) {
                sum += size;
                shape = inside;
            }
            return sum;
        }));
    }

    record Explosive(Object content) {
        @Override
        public Object content() {
            throw new IllegalStateException("accessor");
        }
    }

    @EveryMode
    void accessorThatFails(Construct construct) throws Exception {
        construct.yields("MatchException: IllegalStateException: accessor", source -> async(() -> {
            try {
                return switch (source.<Object>later(new Explosive(1)).await()) {
                    case Explosive(var content) -> "matched " + content;
                    default -> source.later("no").await();
                };
            } catch (MatchException e) {
                return "MatchException: " + source.later(e.getCause().getClass().getSimpleName()).await() + ": "
                        + e.getCause().getMessage();
            }
        }));
    }
}
