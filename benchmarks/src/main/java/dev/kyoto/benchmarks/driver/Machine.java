package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says about processor time and memory. */
final class Machine {
    /** Cores that other processes may use while a round counts. */
    static final double QUIET = 0.25;

    /** The unit of /proc: USER_HZ, which is 100 on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int POLL_MILLIS = 60;

    private Machine() {}

    static boolean isMeasurable() {
        return Files.isReadable(Path.of("/proc/stat"));
    }

    /** Seconds of processor time that the whole machine has used. */
    static double busySeconds() throws IOException {
        String[] fields = line(Path.of("/proc/stat"), "cpu ").trim().split(" +");
        return (Double.parseDouble(fields[0]) + Double.parseDouble(fields[1]) + Double.parseDouble(fields[2]))
                / TICKS_PER_SECOND;
    }

    /** Seconds of processor time that a process has used. */
    static double busySeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
    }

    static double ownBusySeconds() throws IOException {
        return busySeconds(ProcessHandle.current().pid());
    }

    static long residentBytes(long pid) throws IOException {
        return statusBytes(pid, "VmRSS:");
    }

    static long peakResidentBytes(long pid) throws IOException {
        return statusBytes(pid, "VmHWM:");
    }

    private static long statusBytes(long pid, String key) throws IOException {
        String value = line(Path.of("/proc/" + pid + "/status"), key);
        return Long.parseLong(value.replace("kB", "").trim()) * 1024;
    }

    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    static String processor() throws IOException {
        String model =
                line(Path.of("/proc/cpuinfo"), "model name").replace(":", "").trim();
        return Runtime.getRuntime().availableProcessors() + " CPUs (" + model + ")";
    }

    private static String line(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return line.substring(key.length());
            }
        }
        return "0";
    }

    /** Waits, at most so long, for a moment in which nobody but us uses more than a tick or so of processor time. */
    static void awaitQuiet(double seconds) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        double foreign;
        do {
            double before = busySeconds() - ownBusySeconds();
            Thread.sleep(POLL_MILLIS);
            foreign = busySeconds() - ownBusySeconds() - before;
        } while (foreign > QUIET * POLL_MILLIS / 1000 && (System.nanoTime() - begin) / 1e9 < seconds);
    }
}
