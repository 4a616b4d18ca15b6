package dev.kyoto.cancelsafety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Whoever gets a future from Kyoto is told what a drop of it loses. A method that is given futures, blocks or streams may leave
 * it open: it is as safe as these are.
 */
class CancelSafetyTest {
    @Test
    void everyFutureOfThePublicSurfaceSaysWhatItsDropLoses() {
        assertEquals(
                List.of(),
                futures(method ->
                        !method.isEager() && !method.isCombinator() && !method.isSafe() && !method.isUnsafe()));
    }

    @Test
    void noneSaysBoth() {
        assertTrue(futures(method -> true).size() > 100, "the surface was not found");
        assertEquals(List.of(), futures(method -> method.isSafe() && method.isUnsafe()));
    }

    private static List<String> futures(Predicate<FutureMethod> such) {
        return FutureMethod.all().stream()
                .filter(FutureMethod::givesFuture)
                .filter(such)
                .map(FutureMethod::signature)
                .sorted()
                .toList();
    }
}
