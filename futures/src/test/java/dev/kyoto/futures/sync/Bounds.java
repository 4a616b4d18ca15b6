package dev.kyoto.futures.sync;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** How far the model checker looks: few threads and few operations show nearly every bug, and the build stays quick. */
public final class Bounds {
    /** {@code -Dkyoto.lincheck.effort=20} looks twenty times further, for the nights. */
    private static final int EFFORT = Integer.getInteger("kyoto.lincheck.effort", 1);

    /** Interleavings tried of one block of code. */
    public static final int INVOCATIONS = 60 * EFFORT;

    public interface Code {
        void run() throws Exception;
    }

    private Bounds() {}

    /** Checks that concurrent operations of {@code subject} have results that some sequential order of them has too. */
    public static void check(Class<?> subject) {
        new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .iterations(8 * EFFORT)
                .invocationsPerIteration(150)
                .check(subject);
    }

    /** Runs all at once, to their end: one that never ends is found by the model checker. */
    public static void run(Code... codes) {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (Code code : codes) {
            var thread = new Thread(() -> {
                try {
                    code.run();
                } catch (Throwable failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.get(0));
        }
    }
}
