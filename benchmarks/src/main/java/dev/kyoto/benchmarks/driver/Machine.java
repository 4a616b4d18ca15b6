package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What Linux says about processor time and memory. */
final class Machine {
    /** Cores that other processes may use while a round counts. */
    static final double QUIET = 0.25;

    /** The unit of /proc: USER_HZ, which is 100 on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int POLL_MILLIS = 60;

    private static final long CLOSING_NANOS = 10_000_000_000L;

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
        return sum(pid, 11, 12); // utime, stime
    }

    /** Those of this process, and of its children that have ended: the clients that it runs. */
    static double ownBusySeconds() throws IOException {
        return sum(ProcessHandle.current().pid(), 11, 12, 13, 14); // and cutime, cstime
    }

    private static double sum(long pid, int... fields) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Arrays.stream(fields)
                        .mapToDouble(field -> Double.parseDouble(values[field]))
                        .sum()
                / TICKS_PER_SECOND;
    }

    static int openFiles(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return (int) descriptors.count();
        }
    }

    /** The open files of a server whose clients have closed their connections, once there are no more than expected, or after a while. */
    static int openFilesAfterClosing(long pid, int expected) throws IOException, InterruptedException {
        int open = openFiles(pid);
        for (long begin = System.nanoTime(); open > expected && System.nanoTime() - begin < CLOSING_NANOS; ) {
            Thread.sleep(POLL_MILLIS);
            open = openFiles(pid);
        }
        return open;
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
