package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.blockOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncCode;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** The shapes that an async block itself can have: what it captures, takes and returns, and where it is written. */
class BlockFormsTest {
    private int counter = 40;

    private int next() {
        return ++counter;
    }

    @ReadyAndPending
    void capturesThisAndUsesPrivateMembers(Script script) throws Exception {
        Future<Integer> block = async(() -> {
            counter += script.later(1).await();
            return next() + script.later(0).await();
        });
        assertEquals(42, script.run(block));
    }

    @ReadyAndPending
    void capturesArgumentsOfEveryKind(Script script) throws Exception {
        assertEquals(
                "true c 1 2 3 4.5 5.5 s [1, 2]",
                script.run(captures(script, true, 'c', (byte) 1, (short) 2, 3L, 4.5f, 5.5, "s", new int[] {1, 2})));
    }

    private static Future<String> captures(
            Script script, boolean a, char b, byte c, short d, long e, float f, double g, String h, int[] i) {
        return async(() -> {
            String first = script.later(a + " " + b + " " + c + " " + d).await();
            return first + " " + script.later(e).await() + " " + f + " " + g + " " + h + " " + Arrays.toString(i);
        });
    }

    @ReadyAndPending
    void blocksWithinBlocks(Script script) throws Exception {
        Future<String> block = async(() -> {
            String outer = script.later("outer").await();
            String inner = async(() -> outer
                            + script.later("+inner").await()
                            + async(() -> outer.length()).await())
                    .await();
            return inner + script.later("!").await();
        });
        assertEquals("outer+inner5!", script.run(block));
    }

    @Test
    void blockWithoutAwait() throws Exception {
        assertEquals("plain", blockOn(async(() -> "plain")));
        List<String> ran = new ArrayList<>();
        assertNull(blockOn(async(() -> {
            ran.add("action");
        })));
        assertEquals(List.of("action"), ran);
    }

    @ReadyAndPending
    void oneBlockStartedTwiceRunsTwice(Script script) throws Exception {
        AsyncBlock<Integer> block = () -> {
            int seen = script.later(next()).await();
            return seen;
        };
        assertEquals(41, script.run(async(block)));
        assertEquals(42, script.run(async(block)));
    }

    @ReadyAndPending
    void parameterThatTheBodyAssigns(Script script) throws Exception {
        Future<String> block = async(
                (String text) -> {
                    text += script.later("+").await();
                    text += script.later("end").await();
                    return text;
                },
                "start");
        assertEquals("start+end", script.run(block));
    }

    interface Sum<T extends Number> extends AsyncCode {
        T apply(int a, long b, T c);
    }

    interface IntSum extends Sum<Integer> {
        @Override
        Integer apply(int a, long b, Integer c);
    }

    interface Unboxed extends AsyncCode {
        long get(String text, double factor);
    }

    @ReadyAndPending
    void functionalInterfacesOfOnesOwn(Script script) throws Exception {
        IntSum sum = (a, b, c) -> {
            try {
                return script.later(a).await() + (int) b + script.later(c).await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        assertEquals(6, script.run(CompiledBlock.<Integer>start(sum, 1, 2L, 3)));
        assertThrows(IllegalStateException.class, () -> sum.apply(1, 2, 3));

        Unboxed unboxed = (text, factor) -> {
            try {
                return (long) (script.later(text.length()).await() * factor);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        assertEquals(10L, script.run(CompiledBlock.<Long>start(unboxed, "four", 2.5)));
    }

    interface Greeter {
        String name();

        default Future<String> greet(Script script) {
            return async(() -> script.later("Hello, ").await() + name());
        }

        static Future<String> anonymous(Script script) {
            return async(() -> script.later("Hello").await());
        }
    }

    @ReadyAndPending
    void blocksInInterfaces(Script script) throws Exception {
        Greeter greeter = () -> "Kyoto";
        assertEquals("Hello, Kyoto", script.run(greeter.greet(script)));
        assertEquals("Hello", script.run(Greeter.anonymous(script)));
    }

    @ReadyAndPending
    void blockInAnonymousAndLocalClasses(Script script) throws Exception {
        record Local(String text) {
            Future<String> get(Script script) {
                return async(() -> text + script.later(1).await());
            }
        }
        Object anonymous = new Object() {
            private final Future<String> field =
                    async(() -> "field" + script.later(2).await());

            @Override
            public String toString() {
                try {
                    return script.run(field);
                } catch (Exception e) {
                    return e.toString();
                }
            }
        };
        assertEquals("local1", script.run(new Local("local").get(script)));
        assertEquals("field2", anonymous.toString());
    }

    @ReadyAndPending
    void receiverOfASubtypeOfFuture(Script script) throws Exception {
        class Doubling extends AbstractFuture<Integer> {
            private final Future<Integer> source = script.later(21);

            @Override
            protected Poll<Integer> step(Context cx) throws Exception {
                var poll = source.poll(cx);
                return poll.isPending() ? poll : readyWith(2 * poll.value());
            }
        }
        Future<Integer> block = async(() -> new Doubling().await());
        assertEquals(42, script.run(block));
        assertEquals(42, script.run(awaited(new Doubling())));
    }

    private static <T, F extends Future<T>> Future<T> awaited(F future) {
        return async(() -> future.await());
    }

    @ReadyAndPending
    void innerLambdaCapturesLocalThatLivesAcrossAwait(Script script) throws Exception {
        Future<Integer> block = async(() -> {
            int base = script.later(40).await();
            IntSupplier inner = () -> base + 1;
            script.later("between").await();
            return inner.getAsInt() + 1;
        });
        assertEquals(42, script.run(block));
    }
}
