package dev.kyoto.time;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sleeps of every length, in a time that moves by itself. */
class LongSleepsTest extends RuntimeTestCase {
    /** What the six levels of the wheel reach. */
    private static final long REACH = 1L << 36;

    @Test
    void sleepsAboutTheReachOfTheWheelAreExact() throws Exception {
        for (long millis : new long[] {REACH - 2, REACH - 1, REACH, REACH + 1}) {
            long before = clock.nanos();

            runtime.blockOn(sleep(Duration.ofMillis(millis)));

            assertEquals(millis * 1_000_000, clock.nanos() - before);
        }
    }

    @Test
    void yearsFollowYears() throws Exception {
        Duration year = Duration.ofDays(365);

        for (int i = 0; i < 5; i++) {
            runtime.blockOn(sleep(year));
        }
        runtime.blockOn(sleep(year.multipliedBy(10)));

        assertEquals(year.multipliedBy(15).toNanos(), clock.nanos());
    }

    @Test
    void sleepsOfAnyLengthTakeTheSameTimesAgain() throws Exception {
        List<Long> first = runtime.blockOn(tenThousandSleeps());
        List<Long> second = runtime.blockOn(tenThousandSleeps());

        assertEquals(first, second);
    }

    /** How long each of them took. */
    private Future<List<Long>> tenThousandSleeps() {
        return async(() -> {
            var random = new Random(1);
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                long before = clock.nanos();
                sleep(Duration.ofNanos(random.nextInt(1_000_000_000))).await();
                times.add(clock.nanos() - before);
            }
            return times;
        });
    }
}
