package dev.kyoto.benchmarks.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void lowerModeIsTheMedianOfThoseNearTheFastest() {
        var mode = Statistics.lowerMode(List.of(1600.0, 530.0, 1570.0, 550.0, 540.0));

        assertEquals(new Statistics.LowerMode(540, 3, 5), mode);
    }

    @Test
    void processesThatAgreeHaveOneMode() {
        assertEquals(new Statistics.LowerMode(102, 3, 3), Statistics.lowerMode(List.of(100.0, 110.0, 102.0)));
    }

    @Test
    void nothingMeasuredIsNoNumber() {
        assertTrue(Double.isNaN(Statistics.lowerMode(List.of()).value()));
        assertTrue(Double.isNaN(Statistics.median(List.of())));
        assertTrue(Double.isNaN(Statistics.geometricMean(List.of())));
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        var values = List.of(3.0, 1.0, 2.0, 4.0);

        assertEquals(1, Statistics.percentile(values, 0));
        assertEquals(2, Statistics.median(values));
        assertEquals(4, Statistics.percentile(values, 0.99));
    }

    @Test
    void geometricMeanOfARatioAndItsInverseIsOne() {
        assertEquals(1, Statistics.geometricMean(List.of(0.25, 4.0)), 1e-12);
    }
}
