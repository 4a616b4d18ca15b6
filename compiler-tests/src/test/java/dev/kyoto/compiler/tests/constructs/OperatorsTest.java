package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;

/** Operators: what stands on the operand stack, or in a variable that is read before it is written, while an operand is awaited. */
class OperatorsTest {
    @EveryMode
    void unaryOperators(Construct construct) throws Exception {
        construct.yields(
                "-1 2 -4 false",
                source -> async(() -> -source.later(1).await() + " "
                        + +source.later(2).await() + " " + ~source.later(3).await() + " "
                        + !source.later(true).await()));
    }

    static final class Counter {
        static long shared;
        int count = 5;
    }

    @EveryMode
    void incrementsOfVariablesReachedThroughAnAwait(Construct construct) throws Exception {
        construct.yields(
                "5 7 [10, 22] 1",
                source -> async(() -> {
                    Counter counter = new Counter();
                    int[] numbers = {10, 20};
                    int before = source.later(counter).await().count++;
                    int after = ++source.later(counter).await().count;
                    numbers[source.later(1).await()]++;
                    ++source.later(numbers).await()[source.later(1).await()];
                    return before + " " + after + " " + java.util.Arrays.toString(numbers) + " "
                            + -(-source.later(1).await());
                }));
    }

    @EveryMode
    void arithmeticOfEveryPrimitiveType(Construct construct) throws Exception {
        construct.yields(
                "7 -1 12 2 1 | 7 12.0 3.5 0.5 | 2.5 | c",
                source -> async(() -> {
                    String ints = (source.later(3).await() + source.later(4).await()) + " "
                            + (3 - source.later(4).await()) + " "
                            + source.later(3).await() * 4 + " "
                            + 9 / source.later(4).await() + " "
                            + 9 % source.later(4).await();
                    String wide = (3L + source.later(4L).await()) + " "
                            + 3.0 * source.later(4).await() + " "
                            + source.later(7).await() / 2f + " "
                            + 2.5 % source.later(1.0).await();
                    float small = 5f / source.later(2f).await();
                    char letter = (char) ('a' + source.later((byte) 2).await());
                    return ints + " | " + wide + " | " + small + " | " + letter;
                }));
    }

    @EveryMode
    void shiftsAndBits(Construct construct) throws Exception {
        construct.yields(
                "8 -2 15 4 7 3 1099511627776",
                source -> async(() -> (1 << source.later(3).await()) + " "
                        + (-4 >> source.later(1).await()) + " "
                        + (source.later(-1).await() >>> 28) + " "
                        + (6 & source.later(12).await()) + " "
                        + (source.later(5).await() | 3) + " "
                        + (source.later(5).await() ^ source.later(6).await()) + " "
                        + (1L << source.later(40).await())));
    }

    @EveryMode
    @SuppressWarnings("BoxedPrimitiveEquality") // is what is tested
    void comparisons(Construct construct) throws Exception {
        construct.yields(
                "true false true false true false true",
                source -> async(() -> (1 < source.later(2).await()) + " "
                        + (1L > source.later(2L).await()) + " "
                        + (source.later(2.0).await() <= 2) + " "
                        + (source.later(1f).await() >= source.later(2f).await())
                        + " " + (source.later("a").await() == "a") + " "
                        + (source.later(null).await() != null) + " "
                        + (source.later(Double.NaN).await() != source.later(1.0).await())));
    }

    @EveryMode
    @SuppressWarnings("IdentityBinaryExpression") // is what is tested
    void shortCircuits(Construct construct) throws Exception {
        construct.yields(
                "true false true",
                source -> async(() -> {
                    boolean either = source.later(false).await()
                            || source.note(true) && source.later(true).await();
                    boolean neither =
                            source.later(false).await() && source.later(true).await();
                    boolean all = source.later(true).await()
                            && source.later(true).await()
                            && !source.later(false).await();
                    return either + " " + neither + " " + all;
                }));
    }

    @EveryMode
    void operatorsThatEvaluateBothSides(Construct construct) throws Exception {
        construct.yields(
                "false true true",
                source -> async(() -> (source.later(false).await()
                                & source.later(true).await()) + " "
                        + (source.later(true).await() | source.later(false).await()) + " "
                        + (source.later(true).await() ^ source.later(false).await())));
    }

    @EveryMode
    void conditionalWithAwaitInEveryPart(Construct construct) throws Exception {
        construct.yields(
                "yes 2.0 deep",
                source -> async(() -> (source.later(true).await()
                                ? source.later("yes").await()
                                : source.later("no").await())
                        + " "
                        + (source.later(false).await() ? 1 : source.later(2.0).await()) + " "
                        + (source.later(false).await()
                                ? "no"
                                : source.later(true).await()
                                        ? source.later("deep").await()
                                        : "no")));
    }

    @EveryMode
    void castsOfEveryKind(Construct construct) throws Exception {
        construct.yields(
                "3 300 44 [a] b",
                source -> async(() -> {
                    Object list = List.of("a");
                    @SuppressWarnings("unchecked")
                    List<String> cast = (List<String>) source.later(list).await();
                    Supplier<String> both = (Supplier<String> & Serializable) () -> "b";
                    return (int) (double) source.later(3.9).await() + " "
                            + (long) source.later(300).await() + " "
                            + (byte) (int) source.later(300).await() + " " + cast + " "
                            + ((Supplier<?> & Serializable) source.later(both).await()).get();
                }));
    }

    @EveryMode
    void castThatFails(Construct construct) throws Exception {
        construct.yields(
                "caught",
                source -> async(() -> {
                    try {
                        return (String) source.later((Object) 1).await();
                    } catch (ClassCastException e) {
                        return source.later("caught").await();
                    }
                }));
    }

    @EveryMode
    void instanceofAndItsBinding(Construct construct) throws Exception {
        construct.yields(
                "3 false 4",
                source -> async(() -> {
                    Object value = source.later("abc").await();
                    String first = value instanceof String text
                                    && source.later(text.length()).await() == 3
                            ? text.length() + ""
                            : "none";
                    boolean number = source.later(value).await() instanceof Number;
                    if (!(source.later(value).await() instanceof String text)) {
                        return "none";
                    }
                    return first + " " + number + " "
                            + (text.length() + source.later(1).await());
                }));
    }

    @EveryMode
    void compoundAssignmentToEveryKindOfVariable(Construct construct) throws Exception {
        construct.yields(
                "3 9 12 [11, 400, 28] 7 ab1c",
                source -> async(() -> {
                    Counter counter = new Counter();
                    Counter.shared = 2;
                    int local = 1;
                    local += source.later(2).await();
                    counter.count += source.later(4).await();
                    Counter.shared += source.later(10).await();
                    long[] numbers = {10, 20, 30};
                    int i = 0;
                    numbers[i++] += source.later(i).await();
                    numbers[i] *= source.later(numbers[i++]).await();
                    numbers[source.later(i).await()] -= i--;
                    Integer boxed = 3;
                    boxed += source.later(4).await();
                    String text = "a";
                    text += source.later("b").await() + 1 + source.later('c').await();
                    return local + " " + counter.count + " " + Counter.shared + " " + java.util.Arrays.toString(numbers)
                            + " " + boxed + " " + text;
                }));
    }

    @EveryMode
    void compoundAssignmentNarrowsAndReadsItsTargetFirst(Construct construct) throws Exception {
        construct.yields(
                "44 3 1 1 3 8 2",
                source -> async(() -> {
                    byte small = 100;
                    small += source.later(200).await();
                    int seen = 1;
                    seen += source.later(seen = 2).await();
                    int bits = 13;
                    bits &= source.later(5).await();
                    bits >>= source.later(2).await();
                    boolean both = true;
                    both &= source.later(true).await();
                    short shifted = 1;
                    shifted <<= source.later(3).await();
                    char letter = '1';
                    letter += source.later(2).await();
                    double half = 4;
                    half /= source.later(2).await();
                    return small + " " + seen + " " + bits + " " + (both ? 1 : 0) + " " + letter + " " + shifted + " "
                            + (int) half;
                }));
    }

    @EveryMode
    void assignmentsAsExpressions(Construct construct) throws Exception {
        construct.yields(
                "3 3 [3, 0] 4",
                source -> async(() -> {
                    int a;
                    int b = a = source.later(3).await();
                    int[] numbers = new int[2];
                    int c = (numbers[source.later(0).await()] = source.later(3).await()) + 1;
                    return a + " " + b + " " + java.util.Arrays.toString(numbers) + " " + c;
                }));
    }

    @EveryMode
    void concatenationKeepsItsPartsInOrder(Construct construct) throws Exception {
        construct.yields(
                "(1b2d3.5null)5L",
                source -> async(() -> {
                    String text = "(";
                    text += source.note(1)
                            + source.later("b").await()
                            + 2L
                            + source.later('d').await()
                            + 3.5
                            + null;
                    return text
                            + source.later(")").await()
                            + source.note(5)
                            + source.later('L').await();
                }));
    }

    @EveryMode
    void divisionByZeroAfterAnAwait(Construct construct) throws Exception {
        construct.fails(
                "ArithmeticException: / by zero",
                source -> async(() -> source.note(1) / source.later(0).await()));
    }

    @EveryMode
    void unboxingOfNull(Construct construct) throws Exception {
        construct.yields(
                "caught",
                source -> async(() -> {
                    try {
                        int number = source.<Integer>later(null).await();
                        return number;
                    } catch (NullPointerException e) {
                        return "caught";
                    }
                }));
    }
}
