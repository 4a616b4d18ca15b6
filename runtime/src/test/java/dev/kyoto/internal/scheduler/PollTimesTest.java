package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PollTimesTest {
    @Test
    void everyTimeIsInTheRangeOfItsBucket() {
        for (long nanos : new long[] {0, 1, 3, 4, 5, 7, 8, 9, 1000, 1023, 1024, 1_000_000, Long.MAX_VALUE - 1}) {
            int bucket = PollTimes.bucketOf(nanos);
            assertTrue(PollTimes.lowerBound(bucket) <= nanos, "from " + nanos);
            assertTrue(nanos < PollTimes.lowerBound(bucket + 1), "to " + nanos);
        }
    }

    @Test
    void rangesFollowOneAnotherAndAreNarrow() {
        for (int bucket = 0; bucket < PollTimes.BUCKETS - 8; bucket++) {
            long from = PollTimes.lowerBound(bucket);
            long to = PollTimes.lowerBound(bucket + 1);
            assertEquals(bucket, PollTimes.bucketOf(from));
            assertTrue(from < to && (to - from <= Math.max(1, from / 4)), from + " to " + to);
        }
    }

    @Test
    void countsAreSummed() {
        PollTimes times = new PollTimes();
        times.add(5);
        times.add(5);
        times.add(-1); // a clock that goes back
        long[] sums = new long[PollTimes.bucketCount()];

        times.addTo(sums);

        assertEquals(2, sums[PollTimes.bucketOf(5)]);
        assertEquals(1, sums[0]);
    }
}
