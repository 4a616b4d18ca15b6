package dev.kyoto.net;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * How many file descriptors this process has open, but for those of the JVM itself; skips the test where the system does not
 * tell.
 */
public final class Descriptors {
    private static final List<Path> OF_THE_JVM = List.of(
            Path.of(System.getProperty("java.home")),
            Path.of("/proc"),
            Path.of("/sys"),
            Path.of("/dev/random"),
            Path.of("/dev/urandom"));

    private Descriptors() {}

    /**
     * Waits until no more are open than {@code before}: what comes and goes goes, a leak stays, until the test's time is up.
     */
    public static void awaitBackTo(int before) {
        while (open() > before) {
            if (Thread.interrupted()) { // by the test's time limit
                throw new AssertionError(open() + " descriptors are open, and before it were " + before);
            }
            Thread.yield();
        }
    }

    public static int open() {
        String[] descriptors = new File("/proc/self/fd").list();
        Assumptions.assumeTrue(descriptors != null, "needs /proc");
        int open = 0;
        for (String descriptor : descriptors) {
            try {
                open += isOfTheJvm(Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor))) ? 0 : 1;
            } catch (IOException closedMeanwhile) { // like the one by which the others were listed
                continue;
            }
        }
        return open;
    }

    /** What the JVM opens whenever it likes, and keeps or not: where classes come from, and what the system says of itself. */
    private static boolean isOfTheJvm(Path file) {
        return file.toString().endsWith(".jar") || OF_THE_JVM.stream().anyMatch(file::startsWith);
    }
}
