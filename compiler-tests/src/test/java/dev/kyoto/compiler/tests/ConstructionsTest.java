package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.Future;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Awaits in the arguments of constructors, where a raw object lies on the operand stack. */
class ConstructionsTest {
    record Point(long x, Object y) {}

    class Inner {
        final String text;

        Inner(String text) {
            this.text = outer + text;
        }
    }

    private final String outer = "outer+";

    @ReadyAndPending
    void newWithAwaitedArguments(Script script) throws Exception {
        Future<Point> block = async(
                () -> new Point(script.later(1L).await(), script.later("y").await()));
        assertEquals(new Point(1, "y"), script.run(block));
    }

    @ReadyAndPending
    void nestedNewUnderOperands(Script script) throws Exception {
        Future<String> block = async(() -> "p" + 5L
                + new Point(
                        script.note(7),
                        script.later(true).await()
                                ? new Point(2, script.later("in").await())
                                : script.later("no").await()));
        assertEquals("p5Point[x=7, y=Point[x=2, y=in]]", script.run(block));
        script.assertJournal("7");
    }

    @ReadyAndPending
    void newOfInnerClass(Script script) throws Exception {
        Future<String> block = async(() -> new Inner(script.later("inner").await()).text);
        assertEquals("outer+inner", script.run(block));
    }

    @ReadyAndPending
    void throwNewWithAwaitedMessage(Script script) {
        Future<Object> block = async(() -> {
            throw new IOException(script.later("lost").await());
        });
        assertEquals(
                "lost", assertThrows(IOException.class, () -> script.run(block)).getMessage());
    }

    static final class Noisy {
        static {
            current.note("Noisy");
        }

        Noisy(String text) {
            current.note(text);
        }
    }

    private static Script current;

    @Test
    void classIsInitialisedBeforeTheArgumentsAreEvaluated() throws Exception {
        Script script = Script.pending();
        current = script;
        Future<Object> block =
                async(() -> new Noisy(script.later(script.note("argument")).await()));
        script.run(block);
        script.assertJournal("Noisy", "argument", "argument");
    }
}
