package dev.kyoto.benchmarks.driver;

import java.util.Collection;

/**
 * What a client got out of a server.
 *
 * @param count answers
 * @param seconds in which they came
 * @param p50 of the microseconds from a request to its answer
 */
record Trips(double count, double seconds, double p50, double p99) {
    static Trips of(Collection<Double> micros, double seconds) {
        return new Trips(
                micros.size(), seconds, Statistics.percentile(micros, 0.5), Statistics.percentile(micros, 0.99));
    }

    double perSecond() {
        return count / seconds;
    }
}
