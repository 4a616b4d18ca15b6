package dev.kyoto.futures.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Threads that start together; the failure of any is the failure of the test. */
public final class Crew {
    public interface Work {
        void run(Impatient self) throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final CountDownLatch start = new CountDownLatch(1);

    /** Adds a thread, whose random decisions are the same in every run. */
    public void add(Work work) {
        long seed = threads.size();
        Thread thread = new Thread(() -> {
            try {
                start.await();
                work.run(new Impatient(seed));
            } catch (Throwable failure) {
                synchronized (failures) {
                    failures.add(failure);
                }
            }
        });
        threads.add(thread);
        thread.start();
    }

    /** Starts all and waits for their end. */
    public void run() throws InterruptedException {
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            var failed = new AssertionError(failures.size() + " of " + threads.size() + " threads failed");
            failures.forEach(failed::addSuppressed);
            throw failed;
        }
    }
}
