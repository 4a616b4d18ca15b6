package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;

/** Values on the operand stack survive an await, and are evaluated in Java's order. */
class OperandsTest {
    @ReadyAndPending
    void argumentsAreEvaluatedLeftToRight(Script script) throws Exception {
        Future<String> block = async(() -> String.format(
                "%s %s %s %s",
                script.note("a"),
                script.later(script.note("b")).await(),
                script.note("c"),
                script.later("d").await()));
        assertEquals("a b c d", script.run(block));
        script.assertJournal("a", "b", "c");
    }

    @ReadyAndPending
    void everyPrimitiveTypeUnderAnAwait(Script script) throws Exception {
        Future<String> block = async(() -> text(
                (byte) script.note(1).intValue(),
                2L,
                3.5f,
                4.25,
                'c',
                true,
                (short) 7,
                script.later(8).await()));
        assertEquals("1 2 3.5 4.25 c true 7 8", script.run(block));
    }

    private static String text(byte a, long b, float c, double d, char e, boolean f, short g, int h) {
        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h;
    }

    @ReadyAndPending
    void everyPrimitiveTypeInLocals(Script script) throws Exception {
        Future<String> block = async(() -> {
            byte a = 1;
            long b = 2;
            float c = 3.5f;
            double d = 4.25;
            char e = 'c';
            boolean f = true;
            short g = 7;
            int h = script.later(8).await();
            return text(a, b, c, d, e, f, g, h);
        });
        assertEquals("1 2 3.5 4.25 c true 7 8", script.run(block));
    }

    @ReadyAndPending
    void compoundAssignmentReadsItsTargetFirst(Script script) throws Exception {
        Future<long[]> block = async(() -> {
            long[] numbers = {10, 20, 30};
            int i = 0;
            numbers[i++] += script.later(i).await();
            numbers[i] *= script.later(numbers[i++]).await();
            numbers[script.later(i).await()] -= i--;
            return numbers;
        });
        assertArrayEquals(new long[] {11, 400, 28}, script.run(block));
    }

    @ReadyAndPending
    void conditionsAndShortCircuits(Script script) throws Exception {
        Future<String> block = async(() -> {
            boolean either = script.later(false).await()
                    || script.note(true) && script.later(true).await();
            boolean skipped = script.later(false).await() && script.note(false);
            return (either ? script.later("yes").await() : script.later("no").await())
                    + (skipped ? script.note("no") : script.later("yes").await());
        });
        assertEquals("yesyes", script.run(block));
        script.assertJournal("true");
    }

    @ReadyAndPending
    void stringConcatenationAcrossAwaits(Script script) throws Exception {
        Future<String> block = async(() -> {
            String text = "(";
            text += 1 + script.later("b").await() + 2L + script.later('d').await() + 3.5 + null;
            return text + script.later(")").await();
        });
        assertEquals("(1b2d3.5null)", script.run(block));
    }

    @ReadyAndPending
    void nullsInLocalsAndOnTheStack(Script script) throws Exception {
        Future<String> block = async(() -> {
            String nothing = null;
            Object later = null;
            String both = String.valueOf(nothing)
                    + String.join("-", null + script.later("x").await(), nothing);
            later = script.later(null).await();
            return both + later;
        });
        assertEquals("nullnullx-nullnull", script.run(block));
    }
}
