package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import java.util.concurrent.TimeUnit;

class SwitchesTest {
    @ReadyAndPending
    void switchExpressionWithYield(Script script) throws Exception {
        Future<String> block = async(() -> "<"
                + switch (script.later("two").await()) {
                    case "one" -> "1";
                    case "two" -> {
                        String first = script.later("2").await();
                        yield first + script.later("!").await();
                    }
                    default -> script.later("?").await();
                }
                + ">");
        assertEquals("<2!>", script.run(block));
    }

    @ReadyAndPending
    @SuppressWarnings("fallthrough") // is what is tested
    void switchStatementFallsThrough(Script script) throws Exception {
        Future<Integer> block = async(() -> {
            int sum = 0;
            switch (script.later(TimeUnit.SECONDS).await()) {
                case SECONDS:
                    sum += script.later(1).await();
                case MINUTES:
                    sum += script.later(10).await();
                    break;
                default:
                    sum += 100;
            }
            return sum;
        });
        assertEquals(11, script.run(block));
    }

    @ReadyAndPending
    void patternBindingLivesAcrossAwait(Script script) throws Exception {
        Future<Integer> block = async(() -> {
            Object value = script.later("abc").await();
            if (value instanceof String text && script.later(text.length()).await() == 3) {
                return text.length() + script.later(4).await();
            }
            return -1;
        });
        assertEquals(7, script.run(block));
    }
}
