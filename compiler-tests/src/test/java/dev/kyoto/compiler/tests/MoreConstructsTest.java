package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.Future;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What no other test is about: an await in the less travelled parts of the language. */
class MoreConstructsTest {
    @ReadyAndPending
    void assertWithAwaitInConditionAndMessage(Script script) {
        Future<String> block = async(() -> {
            assert script.later(true).await();
            assert script.later(false).await() : script.later("because").await();
            return "unreachable";
        });
        assertEquals(
                "because",
                assertThrows(AssertionError.class, () -> script.run(block)).getMessage());
    }

    @ReadyAndPending
    void arrayInitialisersOfSeveralDimensions(Script script) throws Exception {
        Future<String> block = async(() -> {
            double[][] grid = {
                {1, script.later(2.5).await()},
                new double[script.later(2).await()],
                {script.later(3L).await()}
            };
            grid[script.later(1).await()][1] = grid[0][script.later(1).await()]++;
            return Arrays.deepToString(grid);
        });
        assertEquals("[[1.0, 3.5], [0.0, 2.5], [3.0]]", script.run(block));
    }

    private static String joined(String separator, Object... values) {
        return String.join(separator, Arrays.stream(values).map(String::valueOf).toList());
    }

    @ReadyAndPending
    void variableArguments(Script script) throws Exception {
        Future<String> block = async(
                () -> joined(script.later("-").await(), 1, script.later('c').await(), 2L));
        assertEquals("1-c-2", script.run(block));
    }

    private static <T extends Comparable<T> & CharSequence> Future<String> intersection(Script script, T a, T b) {
        return async(() -> {
            T larger = a.compareTo(script.later(b).await()) > 0 ? a : b;
            int length = larger.length() + script.later(1).await();
            return larger + ":" + length;
        });
    }

    @ReadyAndPending
    void genericMethodWithIntersectionType(Script script) throws Exception {
        assertEquals("bb:3", script.run(intersection(script, "a", "bb")));
    }

    enum Operation {
        ADD {
            @Override
            Future<Integer> apply(Script script, int a, int b) {
                return async(() -> checked(a) + script.later(b).await());
            }
        };

        abstract Future<Integer> apply(Script script, int a, int b);

        int checked(int number) {
            return number * ordinal() + number;
        }
    }

    @ReadyAndPending
    void blockInTheBodyOfAnEnumConstant(Script script) throws Exception {
        assertEquals(5, script.run(Operation.ADD.apply(script, 2, 3)));
    }

    interface Named {
        String name();

        private Future<String> greeting(Script script) {
            return async(() -> "Hello " + script.later(name()).await());
        }

        default Future<String> twice(Script script) {
            return async(() -> greeting(script).await() + greeting(script).await());
        }
    }

    @ReadyAndPending
    void blockInAPrivateMethodOfAnInterface(Script script) throws Exception {
        Named named = () -> "you";
        assertEquals("Hello youHello you", script.run(named.twice(script)));
    }

    private static <E extends Exception> void raise(Exception e) throws E {
        @SuppressWarnings("unchecked")
        E thrown = (E) e;
        throw thrown;
    }

    @ReadyAndPending
    void inferredCheckedException(Script script) {
        Future<String> block = async(() -> {
            MoreConstructsTest.<IOException>raise(
                    new IOException(script.later("x").await()));
            return "unreachable";
        });
        assertEquals(
                "x", assertThrows(IOException.class, () -> script.run(block)).getMessage());
    }

    @ReadyAndPending
    @SuppressWarnings("finally") // is what is tested
    void innerFinallyReturnsAndOuterReplaces(Script script) throws Exception {
        Future<String> block = async(() -> {
            String text = "";
            try {
                try {
                    throw new IOException(script.later("lost").await());
                } finally {
                    text += script.later("inner").await();
                    return script.note(text);
                }
            } finally {
                script.note(script.later("outer").await());
            }
        });
        assertEquals("inner", script.run(block));
        script.assertJournal("inner", "outer");
    }

    static class Base {
        protected List<String> seen(Script script) {
            return List.of("base", script.toString());
        }
    }

    static class Derived extends Base {
        @Override
        protected List<String> seen(Script script) {
            return List.of();
        }

        Future<String> fromSuper(Script script) {
            return async(() -> super.seen(script).get(script.later(0).await()));
        }
    }

    @ReadyAndPending
    void callOfSuper(Script script) throws Exception {
        assertEquals("base", script.run(new Derived().fromSuper(script)));
    }

    @ReadyAndPending
    void slotsThatHoldOneTypeAfterAnother(Script script) throws Exception {
        Future<String> block = async(() -> {
            String all = "";
            {
                long wide = script.later(1L).await();
                all += wide + script.later("a").await();
            }
            {
                String text = null;
                all += text;
                text = script.later("b").await();
                all += text;
            }
            {
                int[] numbers = {script.later(2).await()};
                for (int number : numbers) {
                    all += number + script.later("c").await();
                }
            }
            return all;
        });
        assertEquals("1anullb2c", script.run(block));
    }

    @ReadyAndPending
    void awaitAsTheTargetOfACall(Script script) throws Exception {
        Future<Integer> block = async(() -> script.later(script.later("abc").await())
                .await()
                .substring(script.later(1).await())
                .length());
        assertEquals(2, script.run(block));
    }
}
