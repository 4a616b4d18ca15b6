package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client of the HTTP workloads: wrk, with one thread and one request under way on each connection. */
final class HttpLoad {
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m)");
    private static final Pattern P50 = Pattern.compile("50%\\s+([\\d.]+)(us|ms|s|m)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s|m)");

    /** What wrk says of answers that are none, or not 200. */
    private static final Pattern WRONG = Pattern.compile("Socket errors.*|Non-2xx.*");

    private final int port;
    private final int connections;

    HttpLoad(int port, int connections) {
        this.port = port;
        this.connections = connections;
    }

    static boolean isInstalled() {
        try {
            new ProcessBuilder("wrk", "--version")
                    .redirectErrorStream(true)
                    .start()
                    .destroy();
            return true;
        } catch (IOException notFound) {
            return false;
        }
    }

    /** Sends requests for so long, or a second, since wrk knows no fractions. */
    Trips run(double seconds) throws IOException {
        String report = report(List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + Math.max(1, Math.round(seconds)) + "s",
                "--latency",
                "http://127.0.0.1:" + port + "/"));
        Matcher wrong = WRONG.matcher(report);
        if (wrong.find()) {
            throw new IOException("wrk got wrong answers: " + wrong.group());
        }
        Matcher count = find(COUNT, report);
        return new Trips(
                Double.parseDouble(count.group(1)), seconds(count, 2), micros(P50, report), micros(P99, report));
    }

    private static String report(List<String> command) throws IOException {
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = wrk.getInputStream()) {
            var report = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0) { // reaped by now, so its processor time counts as this process's
                throw new IOException("wrk failed: " + report);
            }
            return report;
        } catch (InterruptedException e) {
            wrk.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static double micros(Pattern pattern, String report) throws IOException {
        return 1e6 * seconds(find(pattern, report), 1);
    }

    private static Matcher find(Pattern pattern, String report) throws IOException {
        Matcher matcher = pattern.matcher(report);
        if (!matcher.find()) {
            throw new IOException("wrk said something else: " + report);
        }
        return matcher;
    }

    /** The group, a number, in the unit of the group after it. */
    private static double seconds(Matcher matcher, int group) {
        double unit = switch (matcher.group(group + 1)) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            default -> 60;
        };
        return Double.parseDouble(matcher.group(group)) * unit;
    }
}
