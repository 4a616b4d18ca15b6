package dev.kyoto.compiler.tests.constructs.java25;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import dev.kyoto.compiler.tests.harness.Source;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.util.List;

/** What Java 22 to 25 added: unnamed variables and patterns, and statements before {@code super(…)}. */
class YoungerJavaTest {
    sealed interface Shape permits Circle, Box {}

    record Circle(Object centre, double radius) implements Shape {}

    record Box(Shape inside, long size) implements Shape {}

    @EveryMode
    void unnamedVariablesAndPatterns(Construct construct) throws Exception {
        construct.yields("2 caught", source -> async(() -> {
            int count = 0;
            for (var _ : List.of(1, 2)) {
                count += source.later(1).await();
            }
            try (var _ = source.resource("unnamed")) {
                var _ = source.failing(new IOException()).await();
            } catch (IOException _) {
                return switch (source.<Shape>later(new Circle("x", 1)).await()) {
                    case Box _ -> "box";
                    case Circle(_, _) -> count + source.later(" caught").await();
                };
            }
            return "no";
        }));
    }

    @EveryMode
    void unnamedParametersOfLambdasAndPatternsOfSeveralTypes(Construct construct) throws Exception {
        construct.yields("shape x", source -> async(() -> {
            String name = switch (source.<Shape>later(new Box(null, 1)).await()) {
                case Circle(_, double radius) when radius > source.later(5.0).await() -> "large";
                case Circle _, Box _ -> source.later("shape").await();
            };
            return name + " " + async((Object _) -> source.later("x").await(), 1).await();
        }));
    }

    static class Parent {
        final Future<Integer> age;

        Parent(Future<Integer> age) {
            this.age = age;
        }
    }

    static class Child extends Parent {
        final int early;
        final Future<String> text;

        Child(Source source, int known) {
            if (known < 0) {
                throw new IllegalArgumentException();
            }
            Future<Integer> age = async(() -> known + source.later(1).await());
            early = known;
            super(age);
            text = async(() -> "child of " + age.await() + source.later(", early ").await() + early);
        }

        Child(Source source) {
            int given = source.note(4);
            this(source, given);
        }
    }

    @EveryMode
    void blocksBeforeAndAfterSuper(Construct construct) throws Exception {
        construct.yields("child of 5, early 4", source -> new Child(source).text);
        construct.yields("5", source -> new Child(source).age);
    }

    class Inner extends Parent {
        Inner(Source source) {
            var outer = YoungerJavaTest.this;
            super(async(() -> outer.number + source.later(1).await()));
        }
    }

    private final int number = 4;

    @EveryMode
    void blockBeforeSuperThatUsesTheOuterObject(Construct construct) throws Exception {
        construct.yields("5", source -> new YoungerJavaTest().new Inner(source).age);
    }
}
