package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncCode;
import dev.kyoto.futures.CompiledBlock;
import org.junit.jupiter.api.Test;

/** A block that is started as its functional interface does not say, or that is called. */
class BlockArgumentsTest {
    interface Sum extends AsyncCode {
        int of(int a, String b);
    }

    private static final Sum SUM = (a, b) -> a + b.length();
    private static final AsyncBlock<Integer> ONE = () -> 1;

    private static String refusal(AsyncCode code, Object... arguments) {
        String message = assertThrows(IllegalArgumentException.class, () -> CompiledBlock.start(code, arguments))
                .getMessage();
        assertTrue(message.contains("BlockArgumentsTest.java"), message);
        return message.replaceFirst(".*\\) ", "");
    }

    @Test
    void numberOfArgumentsIsChecked() {
        assertEquals("is started with 1 arguments, but its functional interface has a method of 2.", refusal(SUM, 1));
        assertEquals(
                "is started with 3 arguments, but its functional interface has a method of 2.",
                refusal(SUM, 1, "b", "c"));
        assertEquals("is started with 0 arguments, but its functional interface has a method of 2.", refusal(SUM));
        assertEquals("is started with 1 arguments, but its functional interface has a method of 0.", refusal(ONE, 1));
        assertThrows(IllegalArgumentException.class, () -> CompiledBlock.start(SUM));
    }

    @Test
    void typesOfArgumentsAreChecked() {
        assertThrows(ClassCastException.class, () -> CompiledBlock.start(SUM, 1L, "b"));
        assertThrows(NullPointerException.class, () -> CompiledBlock.start(SUM, null, "b"));
    }

    @Test
    void blockIsNotCalled() {
        String message =
                assertThrows(IllegalStateException.class, () -> SUM.of(1, "b")).getMessage();
        assertTrue(message.contains("it is started"), message);
    }
}
