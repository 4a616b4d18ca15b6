package dev.kyoto.benchmarks.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void quickIsADefaultThatOthersOverride() {
        var options = Options.parse(List.of("--processes", "7", "--quick"));

        assertTrue(options.quick);
        assertEquals(7, options.processes);
    }

    @Test
    void filtersMatchWholeNames() {
        var options = Options.parse(List.of("--sides", "tokio|kyoto"));

        assertTrue(options.sides.matcher("tokio").matches());
        assertFalse(options.sides.matcher("tokio-current").matches());
    }

    @Test
    void unknownOptionAndMissingValueAreNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--fast")))
                .getMessage()
                .contains("--fast"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--minutes")))
                .getMessage()
                .contains("--minutes"));
    }
}
