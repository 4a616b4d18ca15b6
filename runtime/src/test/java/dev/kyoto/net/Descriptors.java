package dev.kyoto.net;

import java.io.File;
import org.junit.jupiter.api.Assumptions;

/** How many file descriptors this process has open; skips the test where the system does not tell. */
public final class Descriptors {
    private Descriptors() {}

    /**
     * Waits until no more are open than {@code before}. The JVM opens files of its own now and then, such as the limits of
     * its container; those come and go, a leak stays, until the test's time is up.
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
        String[] entries = new File("/proc/self/fd").list();
        Assumptions.assumeTrue(entries != null, "needs /proc");
        return entries.length;
    }
}
