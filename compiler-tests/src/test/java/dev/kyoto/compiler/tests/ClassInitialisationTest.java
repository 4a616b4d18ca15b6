package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.blockOn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Initialising a class happens once, so that it is no construct that can be run again and again. */
class ClassInitialisationTest {
    private static final List<String> heard = new ArrayList<>();

    private static String note(String text) {
        heard.add(text);
        return text;
    }

    static final class Noisy {
        static {
            note("class");
        }

        Noisy(String text) {
            note("constructor: " + text);
        }
    }

    @Test
    void classIsInitialisedBeforeTheArgumentsOfItsConstructorAreAwaited() throws Exception {
        blockOn(async(() -> new Noisy(async(() -> note("argument")).await())));

        assertEquals(List.of("class", "argument", "constructor: argument"), heard);
    }
}
