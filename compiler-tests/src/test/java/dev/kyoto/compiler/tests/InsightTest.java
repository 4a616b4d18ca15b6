package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be seen of a suspended block from outside: where it stands, what it awaits, and what it keeps alive. */
class InsightTest {
    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static int leafLine;

    private static Future<String> leaf(Endless endless) {
        leafLine = line();
        return async(() -> {
            String first = "first";
            return first + endless.await();
        });
    }

    @Test
    void awaitChainNamesEveryLine() throws Exception {
        Endless endless = new Endless();
        int line = line();
        Future<String> block = async(() -> {
            async(() -> "ready").await();
            return leaf(endless).await();
        });

        PolledByHand.of(block).poll();

        CompiledBlock<?> outer = (CompiledBlock<?>) block;
        assertEquals(
                List.of(frame("awaitChainNamesEveryLine", line + 3), frame("leaf", leafLine + 3)), outer.awaitChain());
        assertEquals(frame("awaitChainNamesEveryLine", line + 2), outer.source());
        assertSame(endless, ((CompiledBlock<?>) outer.awaited()).awaited());
    }

    private static StackTraceElement frame(String method, int line) {
        return new StackTraceElement(InsightTest.class.getName(), method, "InsightTest.java", line);
    }

    @Test
    void exceptionAfterResumingHasTheLineOfItsStatement() {
        Script script = Script.pending();
        int line = line();
        Future<String> block = async(() -> {
            script.later("x").await();
            throw new IllegalStateException();
        });
        var thrown = assertThrows(IllegalStateException.class, () -> script.run(block));
        StackTraceElement top = thrown.getStackTrace()[0];
        assertEquals(InsightTest.class.getName(), top.getClassName());
        assertEquals(line + 3, top.getLineNumber());
    }

    @Test
    void suspendedBlockKeepsNothingThatItWillNotUse() throws Exception {
        byte[] captured = new byte[1];
        Endless first = new Endless();
        Script script = Script.pending();
        Future<Integer> block = async(() -> {
            byte[] local = new byte[2];
            String text = "text";
            int length = captured.length + script.later(local.length).await();
            text = script.later(text).await();
            first.await();
            return length;
        });
        PolledByHand<Integer> polled = PolledByHand.of(block);
        assertTrue(polled.pollUntilIdle().isPending());

        List<Object> kept = new ArrayList<>();
        for (Field field : block.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (!field.getType().isPrimitive() && field.get(block) != null) {
                kept.add(field.get(block));
            }
        }
        assertEquals(List.of(), kept, "length is an int, the awaited future is kept elsewhere");
    }
}
