package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import java.util.ArrayList;
import java.util.List;

/** Local variables: of every type, in slots that are used again, assigned on some ways and not on others. */
class LocalsTest {
    @EveryMode
    void everyPrimitiveType(Construct construct) throws Exception {
        construct.yields(
                "1 2 3.5 4.25 c true 7 8",
                source -> async(() -> {
                    byte a = 1;
                    long b = 2;
                    float c = 3.5f;
                    double d = 4.25;
                    char e = 'c';
                    boolean f = true;
                    short g = 7;
                    int h = source.later(8).await();
                    return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h;
                }));
    }

    @EveryMode
    void slotsThatHoldOneTypeAfterAnother(Construct construct) throws Exception {
        construct.yields(
                "1anullb2c",
                source -> async(() -> {
                    String all = "";
                    {
                        long wide = source.later(1L).await();
                        all += wide + source.later("a").await();
                    }
                    {
                        String text = null;
                        all += text;
                        text = source.later("b").await();
                        all += text;
                    }
                    {
                        int[] numbers = {source.later(2).await()};
                        for (int number : numbers) {
                            all += number + source.later("c").await();
                        }
                    }
                    return all;
                }));
    }

    @EveryMode
    void nullsInLocalsAndOnTheStack(Construct construct) throws Exception {
        construct.yields(
                "nullnullx-nullnull",
                source -> async(() -> {
                    String nothing = null;
                    Object later = null;
                    String both = String.valueOf(nothing)
                            + String.join("-", null + source.later("x").await(), nothing);
                    later = source.later(null).await();
                    return both + later;
                }));
    }

    @EveryMode
    void nullThenANumberInTheSameSlot(Construct construct) throws Exception {
        construct.yields(
                "null 3",
                source -> async(() -> {
                    String text;
                    {
                        Object nothing = null;
                        text = source.later("").await() + nothing;
                    }
                    {
                        int number = source.later(3).await();
                        return text + " " + number;
                    }
                }));
    }

    @EveryMode
    void assignedOnBothWays(Construct construct) throws Exception {
        construct.yields(
                "left",
                source -> async(() -> {
                    final String side;
                    if (source.later(true).await()) {
                        side = source.later("left").await();
                    } else {
                        side = "right";
                    }
                    source.later(1).await();
                    return side;
                }));
    }

    @EveryMode
    void mergedFromNullAndFromDifferentClasses(Construct construct) throws Exception {
        construct.yields(
                "2 [a]",
                source -> async(() -> {
                    CharSequence merged = null;
                    List<String> list = null;
                    if (source.later(true).await()) {
                        merged = new StringBuilder(source.later("ab").await());
                        list = new ArrayList<>(List.of("a"));
                    } else {
                        merged = "string";
                    }
                    source.later(0).await();
                    return merged.length() + " " + list;
                }));
    }

    @EveryMode
    void declaredWithoutAValueAndAssignedInALoop(Construct construct) throws Exception {
        construct.yields(
                "2",
                source -> async(() -> {
                    int last;
                    int round = 0;
                    do {
                        last = source.later(round).await();
                    } while (round++ < source.later(2).await());
                    return last;
                }));
    }

    @EveryMode
    void variableThatIsShadowedInAnInnerClass(Construct construct) throws Exception {
        construct.yields(
                "inner outer",
                source -> async(() -> {
                    String name = source.later("outer").await();
                    Object inner = new Object() {
                        final String name = "inner";

                        @Override
                        public String toString() {
                            return name;
                        }
                    };
                    return source.later(inner).await() + " " + name;
                }));
    }

    @EveryMode
    void varAndFinalAndAnnotatedVariables(Construct construct) throws Exception {
        construct.yields(
                "1 [2] 3",
                source -> async(() -> {
                    var number = source.later(1).await();
                    final var list = List.of(source.later(2).await());
                    @SuppressWarnings("unused")
                    int annotated = source.later(3).await();
                    return number + " " + list + " " + annotated;
                }));
    }

    @EveryMode
    void severalVariablesInOneDeclaration(Construct construct) throws Exception {
        construct.yields(
                "1 [2] 3",
                source -> async(() -> {
                    int a = source.later(1).await(),
                            b[] = {source.later(2).await()},
                            c = b[0] + source.later(1).await();
                    return a + " " + java.util.Arrays.toString(b) + " " + c;
                }));
    }

    @EveryMode
    void arrayThatIsAnArgumentAndAllItsAliases(Construct construct) throws Exception {
        construct.yields(
                "[5, 6]",
                source -> async(() -> {
                    int[] numbers = new int[2];
                    int[] alias = numbers;
                    alias[0] = source.later(5).await();
                    numbers[1] = source.later(6).await();
                    return alias;
                }));
    }

    @EveryMode
    void moreThanTwoHundredAndFiftyFiveSlots(Construct construct) throws Exception {
        construct.yields(
                "2145",
                source -> async(() -> {
                    long a0 = 0, a1 = 1, a2 = 2, a3 = 3, a4 = 4, a5 = 5, a6 = 6, a7 = 7, a8 = 8, a9 = 9;
                    long b0 = 10, b1 = 11, b2 = 12, b3 = 13, b4 = 14, b5 = 15, b6 = 16, b7 = 17, b8 = 18, b9 = 19;
                    double c0 = 20, c1 = 21, c2 = 22, c3 = 23, c4 = 24, c5 = 25, c6 = 26, c7 = 27, c8 = 28, c9 = 29;
                    long d0 = 30, d1 = 31, d2 = 32, d3 = 33, d4 = 34, d5 = 35, d6 = 36, d7 = 37, d8 = 38, d9 = 39;
                    long e0 = 40, e1 = 41, e2 = 42, e3 = 43, e4 = 44, e5 = 45, e6 = 46, e7 = 47, e8 = 48, e9 = 49;
                    long f0 = 50, f1 = 51, f2 = 52, f3 = 53, f4 = 54, f5 = 55, f6 = 56, f7 = 57, f8 = 58, f9 = 59;
                    long g0 = 60, g1 = 61, g2 = 62, g3 = 63, g4 = 64, g5 = 65;
                    // 132 slots so far; a nested block brings the number to more than 255.
                    long sum = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7
                            + b8 + b9;
                    double half = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9;
                    long h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0, h8 = 0, h9 = 0;
                    long i0 = 0, i1 = 0, i2 = 0, i3 = 0, i4 = 0, i5 = 0, i6 = 0, i7 = 0, i8 = 0, i9 = 0;
                    long j0 = 0, j1 = 0, j2 = 0, j3 = 0, j4 = 0, j5 = 0, j6 = 0, j7 = 0, j8 = 0, j9 = 0;
                    long k0 = 0, k1 = 0, k2 = 0, k3 = 0, k4 = 0, k5 = 0, k6 = 0, k7 = 0, k8 = 0, k9 = 0;
                    long l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, l7 = 0, l8 = 0, l9 = 0;
                    long m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0, m6 = 0, m7 = 0, m8 = 0, m9 = 0;
                    long more = source.later(0L).await();
                    more += h0 + h1 + h2 + h3 + h4 + h5 + h6 + h7 + h8 + h9 + i0 + i1 + i2 + i3 + i4 + i5 + i6 + i7 + i8
                            + i9;
                    more += j0 + j1 + j2 + j3 + j4 + j5 + j6 + j7 + j8 + j9 + k0 + k1 + k2 + k3 + k4 + k5 + k6 + k7 + k8
                            + k9;
                    more += l0 + l1 + l2 + l3 + l4 + l5 + l6 + l7 + l8 + l9 + m0 + m1 + m2 + m3 + m4 + m5 + m6 + m7 + m8
                            + m9;
                    int past = source.later(0).await();
                    past++;
                    sum += d0 + d1 + d2 + d3 + d4 + d5 + d6 + d7 + d8 + d9 + e0 + e1 + e2 + e3 + e4 + e5 + e6 + e7 + e8
                            + e9;
                    sum += f0
                            + f1
                            + f2
                            + f3
                            + f4
                            + f5
                            + f6
                            + f7
                            + f8
                            + f9
                            + g0
                            + g1
                            + g2
                            + g3
                            + g4
                            + g5
                            + source.later(past).await();
                    return sum + more + (long) half - past;
                }));
    }
}
