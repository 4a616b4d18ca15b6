package dev.kyoto.benchmarks.driver;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Numbers about numbers. */
final class Statistics {
    /** What is further than this from the lowest is another mode. */
    private static final double SAME_MODE = 1.25;

    private Statistics() {}

    /**
     * The lower of the two modes that exchange between threads tends to have: fixed within a process, and another one in the
     * next process.
     *
     * @param value the median of those processes that are within a quarter of the lowest
     * @param count how many these are
     */
    record LowerMode(double value, int count, int of) {}

    static LowerMode lowerMode(Collection<Double> values) {
        double lowest = values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        List<Double> mode =
                values.stream().filter(value -> value <= lowest * SAME_MODE).toList();
        return new LowerMode(median(mode), mode.size(), values.size());
    }

    static double median(Collection<Double> values) {
        return percentile(values, 0.5);
    }

    /** The value that so large a part of the values does not exceed. */
    static double percentile(Collection<Double> values, double part) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
    }

    static double geometricMean(Collection<Double> values) {
        double[] logarithms = values.stream().mapToDouble(Math::log).toArray();
        return Math.exp(Arrays.stream(logarithms).average().orElse(Double.NaN));
    }
}
