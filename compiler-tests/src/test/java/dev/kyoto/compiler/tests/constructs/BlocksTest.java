package dev.kyoto.compiler.tests.constructs;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.ready;

import dev.kyoto.compiler.tests.harness.Construct;
import dev.kyoto.compiler.tests.harness.EveryMode;
import dev.kyoto.compiler.tests.harness.Source;
import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Blocks themselves: what they capture, take and return, how they nest, and wherever a block can be written. */
class BlocksTest {
    private int counter = 40;

    private int next() {
        return ++counter;
    }

    private Future<Integer> counting(Source source) {
        return async(() -> {
            counter += source.later(1).await();
            return next() + source.later(0).await();
        });
    }

    @EveryMode
    void capturesThisAndUsesPrivateMembers(Construct construct) throws Exception {
        construct.yields("42", source -> new BlocksTest().counting(source));
    }

    private static Future<String> captures(
            Source source, boolean a, char b, byte c, short d, long e, float f, double g, String h, int[] i) {
        return async(() -> {
            String first = source.later(a + " " + b + " " + c + " " + d).await();
            return first + " " + source.later(e).await() + " " + f + " " + g + " " + h + " " + Arrays.toString(i);
        });
    }

    @EveryMode
    void capturesArgumentsOfEveryKind(Construct construct) throws Exception {
        construct.yields(
                "true c 1 2 3 4.5 5.5 s [1, 2]",
                source -> captures(source, true, 'c', (byte) 1, (short) 2, 3L, 4.5f, 5.5, "s", new int[] {1, 2}));
    }

    @EveryMode
    void actionThatYieldsNothing(Construct construct) throws Exception {
        construct.yields(
                "null",
                source -> async(() -> {
                    if (source.later(true).await()) {
                        return;
                    }
                    source.note("unreachable");
                }));
    }

    @EveryMode
    void actionThatIsOneExpression(Construct construct) throws Exception {
        construct.yields("null", source -> {
            AsyncAction action = () -> source.later(1).await();
            return async(action);
        });
    }

    @EveryMode
    void blockThatReturnsNull(Construct construct) throws Exception {
        construct.yields(
                "null",
                source -> async(() -> {
                    source.later(1).await();
                    return (Object) null;
                }));
    }

    @EveryMode
    void blockWithAParameterThatItAssigns(Construct construct) throws Exception {
        construct.yields(
                "start+end",
                source -> async(
                        (String text) -> {
                            text += source.later("+").await();
                            text += source.later("end").await();
                            return text;
                        },
                        "start"));
    }

    @EveryMode
    void blocksWithinBlocks(Construct construct) throws Exception {
        construct.yields(
                "outer+inner5!",
                source -> async(() -> {
                    String outer = source.later("outer").await();
                    String inner = async(() -> outer
                                    + source.later("+inner").await()
                                    + async(() -> outer.length()).await())
                            .await();
                    return inner + source.later("!").await();
                }));
    }

    @EveryMode
    void innerBlockThatIsDroppedInItsTryWithinTheTryOfTheOuterOne(Construct construct) throws Exception {
        construct.yields(
                "done",
                source -> async(() -> {
                    try (var outer = source.resource("outer")) {
                        return async(() -> {
                                    try (var inner = source.resource("inner")) {
                                        return source.later("done").await();
                                    } finally {
                                        source.note("inner finally");
                                    }
                                })
                                .await();
                    } finally {
                        source.note("outer finally");
                    }
                }));
    }

    @EveryMode
    void severalBlocksInOneMethod(Construct construct) throws Exception {
        construct.yields("a b a", source -> {
            Future<String> a = async(() -> source.later("a").await());
            Future<String> b = async(() -> source.later("b").await());
            AsyncBlock<String> again = () -> source.later("a").await();
            return async(() -> a.await() + " " + b.await() + " " + async(again).await());
        });
    }

    @EveryMode
    void oneBlockStartedTwiceRunsTwice(Construct construct) throws Exception {
        construct.yields("41 42", source -> {
            BlocksTest test = new BlocksTest();
            AsyncBlock<Integer> block = () -> {
                int seen = source.later(test.next()).await();
                return seen;
            };
            return async(() -> async(block).await() + " " + async(block).await());
        });
    }

    private static Future<Integer> factorial(Source source, int number) {
        return async(() -> number <= 1
                ? source.later(1).await()
                : number * factorial(source, number - 1).await());
    }

    @EveryMode
    void recursion(Construct construct) throws Exception {
        construct.yields("24", source -> factorial(source, 4));
    }

    @EveryMode
    void blockInALambdaInALambda(Construct construct) throws Exception {
        construct.yields("ab", source -> {
            Function<String, Supplier<Future<String>>> outer =
                    a -> () -> async(() -> a + source.later("b").await());
            return async(() -> outer.apply("a").get().await());
        });
    }

    @EveryMode
    void blockMadeInABlockAndAwaitedLater(Construct construct) throws Exception {
        construct.yields(
                "[1, 2, 3]",
                source -> async(() -> {
                    List<Future<Integer>> futures = new ArrayList<>();
                    for (int i = 1; i <= 3; i++) {
                        int number = source.later(i).await();
                        futures.add(async(() -> source.later(number).await()));
                    }
                    List<Integer> numbers = new ArrayList<>();
                    for (Future<Integer> future : futures) {
                        numbers.add(future.await());
                    }
                    return numbers;
                }));
    }

    @EveryMode
    void futureInWhatAFutureYields(Construct construct) throws Exception {
        construct.yields(
                "1",
                source -> async(() ->
                        source.later(new Told(source.later("1"))).await().future.await()));
    }

    @EveryMode
    void awaitOfWhatIsReadyBesideWhatIsNot(Construct construct) throws Exception {
        construct.yields(
                "1 2",
                source -> async(() -> ready(1).await() + " " + source.later(2).await()));
    }

    interface Greeter {
        String name();

        default Future<String> greet(Source source) {
            return async(() -> hello(source).await() + name());
        }

        private Future<String> hello(Source source) {
            return async(() -> source.later("Hello, ").await()
                    + source.later(name().length()).await() + " ");
        }

        static Future<String> anonymous(Source source) {
            return async(() -> source.later("Hello").await());
        }

        private static Future<String> hidden(Source source) {
            return async(() -> source.later("hidden").await());
        }

        AsyncBlock<String> CONSTANT = () -> ready("constant").await();
    }

    @EveryMode
    void inInterfaces(Construct construct) throws Exception {
        construct.yields("Hello, 5 Kyoto Hello hidden constant", source -> {
            Greeter greeter = () -> "Kyoto";
            return async(() -> greeter.greet(source).await() + " "
                    + Greeter.anonymous(source).await() + " "
                    + Greeter.hidden(source).await() + " "
                    + async(Greeter.CONSTANT).await());
        });
    }

    enum Operation {
        ADD {
            @Override
            Future<Integer> apply(Source source, int a, int b) {
                return async(() -> checked(a) + source.later(b).await());
            }
        },
        NEGATE {
            private final AsyncFunction<Integer, Integer> negate =
                    number -> -ready(number).await();

            @Override
            Future<Integer> apply(Source source, int a, int b) {
                return async(() -> async(negate, source.later(a).await()).await());
            }
        };

        abstract Future<Integer> apply(Source source, int a, int b);

        int checked(int number) {
            return number * ordinal() + number;
        }
    }

    @EveryMode
    void inTheBodiesOfEnumConstants(Construct construct) throws Exception {
        construct.yields(
                "5 -2",
                source -> async(() -> Operation.ADD.apply(source, 2, 3).await() + " "
                        + Operation.NEGATE.apply(source, 2, 3).await()));
    }

    record Range(int low, int high, Future<Integer> length) {
        Range {
            int from = low;
            int to = high;
            Future<Integer> more = length;
            length = async(() -> to - from + more.await());
        }

        Range(Source source, int high) {
            this(0, high, async(() -> source.later(1).await()));
        }

        Future<String> text(Source source) {
            return async(() -> low + ".." + high + source.later("!").await());
        }

        static Future<Range> read(Source source) {
            return async(() -> new Range(source, source.later(3).await()));
        }
    }

    @EveryMode
    void inRecordsAndTheirConstructors(Construct construct) throws Exception {
        construct.yields(
                "4 0..3!",
                source -> async(() -> {
                    Range range = Range.read(source).await();
                    return range.length().await() + " " + range.text(source).await();
                }));
    }

    static class Initialised {
        static final AsyncFunction<Source, String> STATIC_FIELD =
                source -> source.later("static field").await();
        static final AsyncFunction<Source, String> STATIC_INITIALISER;

        static {
            String captured = "static ";
            STATIC_INITIALISER =
                    source -> captured + source.later("initialiser").await();
        }

        final AsyncFunction<Source, String> field =
                source -> source.later("field").await() + number();
        final AsyncFunction<Source, String> initialiser;
        final Future<String> constructor;

        {
            int captured = 1;
            initialiser = source -> source.later("initialiser").await() + (number() + captured);
        }

        Initialised(Source source) {
            super();
            constructor = async(() -> source.later("constructor").await() + number());
        }

        private int number() {
            return 1;
        }
    }

    @EveryMode
    void inInitialisersAndConstructors(Construct construct) throws Exception {
        construct.yields(
                "static field, static initialiser, field1, initialiser2, constructor1",
                source -> async(() -> {
                    Initialised made = new Initialised(source);
                    return async(Initialised.STATIC_FIELD, source).await() + ", "
                            + async(Initialised.STATIC_INITIALISER, source).await() + ", "
                            + async(made.field, source).await() + ", "
                            + async(made.initialiser, source).await() + ", "
                            + made.constructor.await();
                }));
    }

    static class Told {
        final Future<String> future;

        Told(Future<String> future) {
            this.future = future;
        }
    }

    static class Telling extends Told {
        Telling(Source source, String text) {
            super(async(() -> source.later(text).await()));
        }

        Telling(Source source) {
            this(source, "default");
        }
    }

    @EveryMode
    void inTheArgumentsOfSuper(Construct construct) throws Exception {
        construct.yields(
                "given default",
                source -> async(
                        () -> new Telling(source, "given").future.await() + " " + new Telling(source).future.await()));
    }

    class Inner {
        Future<Integer> outerCounter(Source source) {
            return async(() -> next() + source.later(counter).await());
        }

        class Innermost {
            Future<Integer> outerCounter(Source source) {
                return async(() ->
                        BlocksTest.this.next() + Inner.this.outerCounter(source).await());
            }
        }
    }

    @EveryMode
    void inInnerClasses(Construct construct) throws Exception {
        construct.yields("125", source -> new BlocksTest().new Inner().new Innermost().outerCounter(source));
    }

    @EveryMode
    void inLocalAndAnonymousClasses(Construct construct) throws Exception {
        construct.yields("local1 field2 5", source -> {
            int captured = 5;
            record Local(String text) {
                Future<String> get(Source source) {
                    return async(() -> text + source.later(1).await());
                }
            }
            var anonymous = new Object() {
                private final Future<String> field =
                        async(() -> "field" + source.later(2).await());

                Future<Integer> captured() {
                    return async(() -> source.later(captured).await());
                }
            };
            return async(() -> new Local("local").get(source).await() + " " + anonymous.field.await() + " "
                    + anonymous.captured().await());
        });
    }

    private static <T extends Comparable<T> & CharSequence> Future<String> larger(Source source, T a, T b) {
        return async(() -> {
            T larger = a.compareTo(source.later(b).await()) > 0 ? a : b;
            int length = larger.length() + source.later(1).await();
            return larger + ":" + length;
        });
    }

    static class Box<T> {
        private final T content;

        Box(T content) {
            this.content = content;
        }

        <R> Future<R> map(Source source, Function<? super T, ? extends R> function) {
            return async(() -> function.apply(source.later(content).await()));
        }
    }

    private static <T, F extends Future<T>> Future<T> awaited(F future) {
        return async(() -> future.await());
    }

    @EveryMode
    void inGenericMethodsAndClasses(Construct construct) throws Exception {
        construct.yields(
                "bb:3 2 x",
                source -> async(() -> larger(source, "a", "bb").await() + " "
                        + new Box<>("ab").map(source, String::length).await() + " "
                        + awaited(source.later("x")).await()));
    }

    @EveryMode
    void futureKeptInAFieldAndInAnArray(Construct construct) throws Exception {
        construct.yields(
                "1 2",
                source -> async(() -> {
                    Told told = new Told(source.later("1"));
                    Future<?>[] futures = {source.later(2)};
                    return told.future.await() + " " + futures[0].await();
                }));
    }
}
