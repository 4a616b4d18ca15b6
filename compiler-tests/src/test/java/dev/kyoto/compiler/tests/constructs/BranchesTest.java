package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import java.util.concurrent.TimeUnit;

/** Decisions: {@code if} and every kind of {@code switch} that Java 17 has. */
class BranchesTest {
    @EveryMode
    void ifElseChain(Construct construct) throws Exception {
        construct.yields(
                "two",
                source -> async(() -> {
                    int number = source.later(2).await();
                    if (number == source.later(1).await()) {
                        return "one";
                    } else if (source.later(number).await() == 2) {
                        String text = source.later("two").await();
                        return text;
                    } else {
                        return source.later("many").await();
                    }
                }));
    }

    @EveryMode
    void ifWithoutElseAndWithConstantCondition(Construct construct) throws Exception {
        construct.yields(
                "b",
                source -> async(() -> {
                    String text = "a";
                    if (source.later(false).await()) text = source.later("no").await();
                    if (true) text = source.later("b").await();
                    if (false) text = source.later("never").await();
                    return text;
                }));
    }

    @EveryMode
    void switchExpressionWithYield(Construct construct) throws Exception {
        construct.yields(
                "<2!>",
                source -> async(() -> "<"
                        + switch (source.later("two").await()) {
                            case "one" -> "1";
                            case "two" -> {
                                String first = source.later("2").await();
                                yield first + source.later("!").await();
                            }
                            default -> source.later("?").await();
                        }
                        + ">"));
    }

    @EveryMode
    void switchExpressionOfTheOldForm(Construct construct) throws Exception {
        construct.yields(
                "3",
                source -> async(() -> 1
                        + switch (source.later(5).await()) {
                            case 1, 2:
                                yield source.later(1).await();
                            case 5:
                                int own = source.later(2).await();
                                yield own;
                            default:
                                yield 0;
                        }));
    }

    @EveryMode
    void switchExpressionThatThrows(Construct construct) throws Exception {
        construct.fails(
                "IllegalArgumentException: three",
                source -> async(() -> switch (source.later(3).await()) {
                    case 1 -> source.later("one").await();
                    default ->
                        throw new IllegalArgumentException(source.later("three").await());
                }));
    }

    @EveryMode
    void switchExpressionWithATryInIt(Construct construct) throws Exception {
        construct.yields(
                "5 caught lost 7",
                source -> async(() -> source.note(5) + " "
                        + switch (source.later(1).await()) {
                            case 1 -> {
                                try (var resource = source.resource("r")) {
                                    yield source.<String>failing(new IllegalStateException("lost"))
                                            .await();
                                } catch (IllegalStateException e) {
                                    yield source.later("caught ").await() + e.getMessage();
                                } finally {
                                    source.later("finally").await();
                                }
                            }
                            default -> "no";
                        }
                        + " " + source.later(7).await()));
    }

    @EveryMode
    void switchExpressionOverAllConstantsOfAnEnum(Construct construct) throws Exception {
        enum Light {
            RED,
            GREEN
        }
        construct.yields(
                "go",
                source -> async(() -> switch (source.later(Light.GREEN).await()) {
                    case RED -> source.later("stop").await();
                    case GREEN -> source.later("go").await();
                }));
    }

    @EveryMode
    @SuppressWarnings("fallthrough") // is what is tested
    void switchStatementFallsThrough(Construct construct) throws Exception {
        construct.yields(
                "11",
                source -> async(() -> {
                    int sum = 0;
                    switch (source.later(TimeUnit.SECONDS).await()) {
                        case SECONDS:
                            sum += source.later(1).await();
                        case MINUTES:
                            sum += source.later(10).await();
                            break;
                        default:
                            sum += 100;
                    }
                    return sum;
                }));
    }

    @EveryMode
    @SuppressWarnings("fallthrough") // is what is tested
    void switchStatementWithDefaultFirst(Construct construct) throws Exception {
        construct.yields(
                "dcc",
                source -> async(() -> {
                    String path = "";
                    for (int i = 0; i < 2; i++) {
                        switch (source.later(i).await()) {
                            default:
                                path += source.later("d").await();
                            case 1:
                                path += source.later("c").await();
                        }
                    }
                    return path;
                }));
    }

    @EveryMode
    void switchStatementWithArrows(Construct construct) throws Exception {
        construct.yields(
                "a12",
                source -> async(() -> {
                    String path = "";
                    for (char letter : new char[] {'a', 'b', 'c'}) {
                        switch (source.later(letter).await()) {
                            case 'a' -> path += source.later("a").await();
                            case 'b' -> {
                                int one = source.later(1).await();
                                path += one;
                            }
                            default -> path += source.later(2).await();
                        }
                    }
                    return path;
                }));
    }

    @EveryMode
    void switchOnStringsWhoseHashesAreEqual(Construct construct) throws Exception {
        construct.yields(
                "second",
                source -> async(() -> {
                    switch (source.later("BB").await()) { // its hash is that of "Aa"
                        case "Aa":
                            return "first";
                        case "BB":
                            return source.later("second").await();
                        default:
                            return "none";
                    }
                }));
    }

    @EveryMode
    void switchOnABoxedValueThatIsNull(Construct construct) throws Exception {
        construct.yields(
                "null!",
                source -> async(() -> {
                    Integer nothing = null;
                    try {
                        switch (source.later(nothing).await()) {
                            case 1 -> source.later("one").await();
                            default -> source.later("other").await();
                        }
                        return "no";
                    } catch (NullPointerException e) {
                        return source.later("null!").await();
                    }
                }));
    }

    @EveryMode
    void nestedSwitches(Construct construct) throws Exception {
        construct.yields(
                "1b",
                source -> async(() -> switch (source.later(1).await()) {
                    case 1 ->
                        1
                                + switch (source.later("x").await()) {
                                    case "x" -> source.later("b").await();
                                    default -> "c";
                                };
                    default -> "none";
                }));
    }

    @EveryMode
    void breakContinueAndReturnInASwitchInALoop(Construct construct) throws Exception {
        construct.yields(
                "break continue return",
                source -> async(() -> {
                    String path = "";
                    for (int i = 0; ; i++) {
                        switch (source.later(i).await()) {
                            case 0:
                                path += source.later("break ").await();
                                break;
                            case 1:
                                path += source.later("continue ").await();
                                continue;
                            default:
                                return path + source.later("return").await();
                        }
                        source.note("after the switch");
                    }
                }));
    }
}
