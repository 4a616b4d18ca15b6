package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import dev.kyoto.compiler.tests.harness.Source;
import dev.kyoto.futures.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Calls, accesses and lambdas: what is called, with what, and in which order all of it is evaluated. */
class CallsTest {
    private static String text(byte a, long b, float c, double d, char e, boolean f, short g, int h) {
        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h;
    }

    @EveryMode
    void argumentsFromLeftToRight(Construct construct) throws Exception {
        construct.yields(
                "a b c d",
                source -> async(() -> String.join(
                        " ",
                        source.note("a"),
                        source.later(source.note("b")).await(),
                        source.note("c"),
                        source.later("d").await())));
    }

    @EveryMode
    void argumentsOfEveryPrimitiveTypeBelowAnAwait(Construct construct) throws Exception {
        construct.yields(
                "1 2 3.5 4.25 c true 7 8",
                source -> async(() -> text(
                        (byte) source.note(1).intValue(),
                        2L,
                        3.5f,
                        4.25,
                        'c',
                        true,
                        (short) 7,
                        source.later(8).await())));
    }

    @EveryMode
    void argumentsOfEveryPrimitiveTypeAwaited(Construct construct) throws Exception {
        construct.yields(
                "1 2 3.5 4.25 c true 7 8",
                source -> async(() -> text(
                        source.later((byte) 1).await(),
                        source.later(2L).await(),
                        source.later(3.5f).await(),
                        source.later(4.25).await(),
                        source.later('c').await(),
                        source.later(true).await(),
                        source.later((short) 7).await(),
                        source.later(8).await())));
    }

    private static String joined(String separator, Object... values) {
        return String.join(separator, Arrays.stream(values).map(String::valueOf).toList());
    }

    @EveryMode
    void variableArguments(Construct construct) throws Exception {
        construct.yields(
                "1-c-2 -",
                source -> async(() ->
                        joined(source.later("-").await(), 1, source.later('c').await(), 2L) + " "
                                + joined("x", source.later("-").await())));
    }

    @EveryMode
    void targetOfACallAndChains(Construct construct) throws Exception {
        construct.yields(
                "2",
                source -> async(() -> source.later(source.later("abc").await())
                        .await()
                        .substring(source.later(1).await())
                        .length()));
    }

    @EveryMode
    void targetIsEvaluatedBeforeTheArguments(Construct construct) throws Exception {
        construct.yields(
                "caught",
                source -> async(() -> {
                    String nothing = null;
                    try {
                        return source.later(nothing)
                                .await()
                                .concat(source.later("argument").await());
                    } catch (NullPointerException e) {
                        return "caught"; // after the argument was awaited
                    }
                }));
    }

    static class Base {
        final String field = "field";

        protected String greet(String name) {
            return "base " + name;
        }
    }

    interface Polite {
        default String please(String what) {
            return what + ", please";
        }
    }

    static class Derived extends Base implements Polite {
        final String field = "hidden";

        @Override
        protected String greet(String name) {
            return "derived";
        }

        @Override
        public String please(String what) {
            return "now";
        }

        Future<String> all(Source source) {
            return async(() -> super.greet(source.later("you").await()) + " "
                    + Polite.super.please(source.later("tea").await()) + " " + super.field
                    + source.later("!").await() + this.greet(source.later("").await()));
        }
    }

    @EveryMode
    void callsAndFieldsOfSuper(Construct construct) throws Exception {
        construct.yields("base you tea, please field!derived", source -> new Derived().all(source));
    }

    @EveryMode
    void fieldsOfAnAwaitedObject(Construct construct) throws Exception {
        construct.yields(
                "field 3",
                source -> async(() -> source.later(new Base()).await().field + " "
                        + source.later(new int[3]).await().length));
    }

    private static <T> T same(T value) {
        return value;
    }

    private static <T extends Comparable<T> & CharSequence> String larger(T a, T b) {
        return (a.compareTo(b) > 0 ? a : b).toString();
    }

    @EveryMode
    void genericCallsWithAndWithoutTypeArguments(Construct construct) throws Exception {
        construct.yields(
                "x 4 bb",
                source -> async(() -> CallsTest.<String>same(source.later("x").await()) + " "
                        + (same(source.later(3).await()) + 1) + " "
                        + larger(source.later("a").await(), source.later("bb").await())));
    }

    @EveryMode
    void methodReferenceOfAnAwaitedValue(Construct construct) throws Exception {
        construct.yields(
                "ABC",
                source -> async(() -> {
                    Supplier<String> upper = source.later("abc").await()::toUpperCase;
                    source.note("made");
                    return source.later(upper).await().get();
                }));
    }

    @EveryMode
    void lambdaThatCapturesWhatLivesAcrossAnAwait(Construct construct) throws Exception {
        construct.yields(
                "42",
                source -> async(() -> {
                    int base = source.later(40).await();
                    IntSupplier inner = () -> base + 1;
                    source.later("between").await();
                    return inner.getAsInt() + source.later(1).await();
                }));
    }

    @EveryMode
    void lambdaAsAnArgumentBesideAnAwait(Construct construct) throws Exception {
        construct.yields(
                "[2, 3] 5",
                source -> async(() -> {
                    int by = source.later(1).await();
                    Function<Integer, Integer> add = number -> number + by;
                    return List.of(1, 2).stream().map(add).toList() + " "
                            + apply(number -> number + by, source.later(4).await());
                }));
    }

    private static int apply(Function<Integer, Integer> function, int argument) {
        return function.apply(argument);
    }

    @EveryMode
    void elementsOfArrays(Construct construct) throws Exception {
        construct.yields(
                "3 b 2.5",
                source -> async(() -> {
                    int[][] grid = {{1, 2}, {3, 4}};
                    return source.later(grid)
                                    .await()[source.later(1).await()][
                                    source.later(0).await()] + " "
                            + new String[] {"a", "b"}[source.later(1).await()] + " "
                            + new double[] {2.5}[source.later(0).await()];
                }));
    }

    @EveryMode
    void indexOutOfBoundsAfterAnAwait(Construct construct) throws Exception {
        construct.fails(
                "ArrayIndexOutOfBoundsException: Index 2 out of bounds for length 1",
                source -> async(
                        () -> (new int[source.later(1).await()])[source.later(2).await()]));
    }

    @EveryMode
    void parenthesesAndNullChecks(Construct construct) throws Exception {
        construct.yields(
                "a",
                source -> async(() -> Objects.requireNonNull(((source.later("a").await())), source.note("message"))));
    }

    @EveryMode
    @SuppressWarnings("ReturnValueIgnored") // is what is tested
    void statementsOfCallsWhoseValueIsDropped(Construct construct) throws Exception {
        construct.yields(
                "[1, 2]",
                source -> async(() -> {
                    List<Object> list = new java.util.ArrayList<>();
                    list.add(source.later(1).await());
                    source.later(2L).await();
                    source.later("dropped").await().trim();
                    list.add(2);
                    return list;
                }));
    }
}
