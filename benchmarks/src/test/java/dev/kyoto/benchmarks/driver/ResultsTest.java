package dev.kyoto.benchmarks.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Workload YIELD = Workload.ALL.stream()
            .filter(workload -> workload.name().equals("yield"))
            .findFirst()
            .orElseThrow();
    private static final Side SIDE =
            new Side("side", "Side", List.of("program"), 1, Set.of(), EnumSet.allOf(Workload.Kind.class));

    @TempDir
    Path folder;

    private Path file;
    private Results results;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("results.tsv");
        results = Results.open(file, false, 2);
    }

    private static Result result(double foreign, double median) {
        return new Result("yield", "side", foreign, Map.of("median", median, "cpu", 12.5));
    }

    @Test
    void quietResultsPushOutDisturbedOnes() throws IOException {
        results.add(result(1.5, 300));
        results.add(result(0.5, 200));
        assertEquals(0, results.missing(YIELD, SIDE));
        assertTrue(results.isDisturbed(YIELD, SIDE));

        results.add(result(0, 100));
        results.add(result(0.1, 110));

        assertFalse(results.isDisturbed(YIELD, SIDE));
        assertEquals(
                List.of(100.0, 110.0),
                results.of(YIELD, SIDE).stream()
                        .map(result -> result.get("median"))
                        .toList());
    }

    @Test
    void resumedRunKnowsWhatTheEarlierOneMeasured() throws IOException {
        results.add(result(0.125, 100));

        var resumed = Results.open(file, true, 2);

        assertEquals(List.of(result(0.125, 100)), resumed.of(YIELD, SIDE));
        assertEquals(1, resumed.missing(YIELD, SIDE));
    }

    @Test
    void freshRunForgets() throws IOException {
        results.add(result(0, 100));

        assertEquals(2, Results.open(file, false, 2).missing(YIELD, SIDE));
    }
}
