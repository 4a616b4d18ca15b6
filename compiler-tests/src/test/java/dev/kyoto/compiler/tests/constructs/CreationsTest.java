package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import dev.kyoto.compiler.tests.harness.Source;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creations: raw objects and half-filled arrays lie on the operand stack while their arguments are awaited. */
class CreationsTest {
    record Point(long x, Object y) {}

    class Inner {
        final String text;

        Inner(String text) {
            this.text = outer + text;
        }

        class Innermost {
            @Override
            public String toString() {
                return outer + text;
            }
        }
    }

    private final String outer = "outer+";

    @EveryMode
    void newWithAwaitedArguments(Construct construct) throws Exception {
        construct.yields(
                "Point[x=1, y=y]",
                source -> async(() ->
                        new Point(source.later(1L).await(), source.later("y").await())));
    }

    @EveryMode
    void newThatIsDropped(Construct construct) throws Exception {
        construct.yields(
                "null",
                source -> async(() -> {
                    new Point(source.later(1L).await(), null);
                }));
    }

    @EveryMode
    void nestedNewUnderOperands(Construct construct) throws Exception {
        construct.yields(
                "p5Point[x=7, y=Point[x=2, y=in]]",
                source -> async(() -> "p" + 5L
                        + new Point(
                                source.note(7),
                                source.later(true).await()
                                        ? new Point(2, source.later("in").await())
                                        : source.later("no").await())));
    }

    @EveryMode
    void newAsAnArgumentOfACallOfANew(Construct construct) throws Exception {
        construct.yields(
                "ab1",
                source -> async(() -> new StringBuilder(source.later("a").await())
                        .append(new String(source.later("b").await()))
                        .append(source.later(1).await())
                        .toString()));
    }

    @EveryMode
    void newAssignedAndUsed(Construct construct) throws Exception {
        construct.yields(
                "Point[x=3, y=null] 3",
                source -> async(() -> {
                    Point point;
                    long x = (point = new Point(source.later(3L).await(), null)).x();
                    return point + " " + x;
                }));
    }

    @EveryMode
    void innerClassesOfThisAndOfAnAwaitedObject(Construct construct) throws Exception {
        construct.yields("outer+inner outer+a outer+outer+b", source -> new CreationsTest().inner(source));
    }

    private Future<String> inner(Source source) {
        return async(() -> new Inner(source.later("inner").await()).text + " "
                + source.later(this).await().new Inner(source.later("a").await()).text + " "
                + source.later(new Inner("b")).await().new Innermost());
    }

    @EveryMode
    void anonymousClassWithAwaitedArguments(Construct construct) throws Exception {
        construct.yields(
                "{k=v}5",
                source -> async(() -> {
                    int captured = source.later(5).await();
                    return new ArrayList<>(List.of(
                            Map.of(source.later("k").await(), source.later("v").await()))) {
                        @Override
                        public String toString() {
                            return get(0) + "" + captured;
                        }
                    }.toString();
                }));
    }

    @EveryMode
    void localClassThatCapturesAcrossAnAwait(Construct construct) throws Exception {
        construct.yields(
                "5+1",
                source -> async(() -> {
                    int captured = source.later(5).await();
                    class Local {
                        final int own;

                        Local(int own) {
                            this.own = own;
                        }

                        @Override
                        public String toString() {
                            return captured + "+" + own;
                        }
                    }
                    return new Local(source.later(1).await()).toString();
                }));
    }

    @EveryMode
    void localRecordEnumAndInterface(Construct construct) throws Exception {
        construct.yields(
                "Pair[a=1, b=2] ONE one",
                source -> async(() -> {
                    enum Number {
                        ONE
                    }
                    record Pair(int a, long b) {}
                    interface Named {
                        String name();
                    }
                    Named named = () -> "one";
                    return new Pair(source.later(1).await(), source.later(2L).await()) + " "
                            + source.later(Number.ONE).await() + " "
                            + source.later(named).await().name();
                }));
    }

    @EveryMode
    void throwNewWithAwaitedMessage(Construct construct) throws Exception {
        construct.fails(
                "IOException: lost",
                source -> async(() -> {
                    throw new IOException(source.later("lost").await());
                }));
    }

    @EveryMode
    void constructorThatFails(Construct construct) throws Exception {
        construct.yields(
                "IllegalArgumentException: Illegal Capacity: -1",
                source -> async(() -> {
                    try {
                        return new ArrayList<>(source.later(-1).await());
                    } catch (IllegalArgumentException e) {
                        return source.later(e).await().getClass().getSimpleName() + ": " + e.getMessage();
                    }
                }));
    }

    @EveryMode
    void dimensionsOfArrays(Construct construct) throws Exception {
        construct.yields(
                "[[null, null], [null, null], [null, null]] 2",
                source -> async(() -> java.util.Arrays.deepToString(
                                new String[source.later(3).await()]
                                        [source.later(2).await()])
                        + " " + new long[source.later(2).await()][].length));
    }

    @EveryMode
    void negativeArraySize(Construct construct) throws Exception {
        construct.fails(
                "NegativeArraySizeException: -1",
                source -> async(() -> new int[source.later(-1).await()]));
    }

    @EveryMode
    void arrayInitialisersOfSeveralDimensions(Construct construct) throws Exception {
        construct.yields(
                "[[1.0, 3.5], [0.0, 2.5], [3.0]]",
                source -> async(() -> {
                    double[][] grid = {
                        {1, source.later(2.5).await()},
                        new double[source.later(2).await()],
                        {source.later(3L).await()}
                    };
                    grid[source.later(1).await()][1] = grid[0][source.later(1).await()]++;
                    return java.util.Arrays.deepToString(grid);
                }));
    }

    @EveryMode
    void arrayInitialisersOfEveryElementType(Construct construct) throws Exception {
        construct.yields(
                "[true] [1] [2] [c] [4] [5] [6.0] [7.0] [h]",
                source -> async(() -> java.util.Arrays.toString(
                                new boolean[] {source.later(true).await()}) + " "
                        + java.util.Arrays.toString(
                                new byte[] {source.later((byte) 1).await()}) + " "
                        + java.util.Arrays.toString(
                                new short[] {source.later((short) 2).await()}) + " "
                        + java.util.Arrays.toString(
                                new char[] {source.later('c').await()}) + " "
                        + java.util.Arrays.toString(new int[] {source.later(4).await()}) + " "
                        + java.util.Arrays.toString(new long[] {source.later(5L).await()}) + " "
                        + java.util.Arrays.toString(
                                new float[] {source.later(6f).await()}) + " "
                        + java.util.Arrays.toString(
                                new double[] {source.later(7d).await()}) + " "
                        + java.util.Arrays.toString(
                                new String[] {source.later("h").await()})));
    }
}
