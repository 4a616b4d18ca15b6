package dev.kyoto.benchmarks.driver;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one process of a side gave in a workload.
 *
 * @param foreign the cores that others used, in the worst round that was counted
 * @param values what was measured, by the names that {@link Measurement} gives them
 */
record Result(String workload, String side, double foreign, Map<String, Double> values) {
    boolean isQuiet() {
        return foreign < Machine.QUIET;
    }

    double get(String value) {
        return values.getOrDefault(value, Double.NaN);
    }

    Result with(String value, double number) {
        var more = new TreeMap<>(values);
        more.put(value, number);
        return new Result(workload, side, foreign, more);
    }

    /** One line of the file of results. */
    String encode() {
        var line = new StringBuilder(String.join("\t", workload, side, format(foreign)));
        new TreeMap<>(values)
                .forEach((name, value) ->
                        line.append('\t').append(name).append('=').append(format(value)));
        return line.toString();
    }

    static Result decode(String line) {
        String[] fields = line.split("\t");
        var values = new TreeMap<String, Double>();
        for (int i = 3; i < fields.length; i++) {
            String[] parts = fields[i].split("=", 2);
            values.put(parts[0], Double.valueOf(parts[1]));
        }
        return new Result(fields[0], fields[1], Double.parseDouble(fields[2]), values);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
