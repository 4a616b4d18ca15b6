package dev.kyoto;

import dev.kyoto.internal.scheduler.PollTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long polls took: how many fell into each of a row of ranges that grow with the time, four to each doubling, so that every
 * reading is off by a fifth at most. A task's poll is the time that other tasks of its worker wait for it; one of many
 * milliseconds is code that blocks or computes where it should not.
 *
 * @param buckets those that are not empty, in the order of time
 */
public record PollTimeHistogram(List<Bucket> buckets) {
    /**
     * @param from the shortest time that belongs here
     * @param to the shortest time that does not any more
     * @param count the polls that took that long
     */
    public record Bucket(Duration from, Duration to, long count) {}

    public PollTimeHistogram {
        buckets = List.copyOf(buckets);
    }

    /** How many polls were timed. */
    public long count() {
        return buckets.stream().mapToLong(Bucket::count).sum();
    }

    /** No poll took longer; zero if there was none. */
    public Duration max() {
        return buckets.isEmpty()
                ? Duration.ZERO
                : buckets.get(buckets.size() - 1).to();
    }

    /**
     * A time that so many percent of the polls did not exceed; zero if there was no poll.
     *
     * @throws IllegalArgumentException unless {@code percent} is from 0 to 100
     */
    public Duration percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be from 0 to 100, but is " + percent);
        }
        long wanted = Math.max(1, (long) Math.ceil(count() * percent / 100));
        long seen = 0;
        for (Bucket bucket : buckets) {
            seen += bucket.count();
            if (seen >= wanted) {
                return bucket.to();
            }
        }
        return max();
    }

    static @Nullable PollTimeHistogram of(@Nullable PollTimes times) {
        if (times == null) {
            return null;
        }
        long[] counts = new long[PollTimes.bucketCount()];
        times.addTo(counts);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                Duration from = Duration.ofNanos(PollTimes.lowerBound(i));
                buckets.add(new Bucket(from, Duration.ofNanos(PollTimes.lowerBound(i + 1)), counts[i]));
            }
        }
        return new PollTimeHistogram(buckets);
    }

    static PollTimeHistogram sum(List<PollTimeHistogram> histograms) {
        NavigableMap<Duration, Bucket> sums = new TreeMap<>();
        for (PollTimeHistogram histogram : histograms) {
            for (Bucket bucket : histogram.buckets) {
                sums.merge(bucket.from(), bucket, (a, b) -> new Bucket(a.from(), a.to(), a.count() + b.count()));
            }
        }
        return new PollTimeHistogram(new ArrayList<>(sums.values()));
    }
}
