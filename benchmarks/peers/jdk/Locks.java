import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Virtual threads that take turns. The locks of java.util.concurrent are unfair unless asked; Kyoto's and Tokio's are fair. */
class Locks {
    private static long counter;

    static void mutex(int tasks, int turns, boolean yields) throws Exception {
        var lock = new ReentrantLock();
        counter = 0;
        Main.inThreads(tasks, () -> {
            for (int i = 0; i < turns; i++) {
                lock.lock();
                try {
                    counter++;
                    if (yields) {
                        Thread.yield();
                    }
                } finally {
                    lock.unlock();
                }
            }
        });
        check(counter == (long) tasks * turns);
    }

    static void semaphore(int tasks, int turns, int permits, boolean yields) throws Exception {
        var semaphore = new Semaphore(permits);
        var count = new AtomicLong();
        Main.inThreads(tasks, () -> {
            for (int i = 0; i < turns; i++) {
                semaphore.acquire();
                try {
                    count.incrementAndGet();
                    if (yields) {
                        Thread.yield();
                    }
                } finally {
                    semaphore.release();
                }
            }
        });
        check(count.get() == (long) tasks * turns);
    }

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalStateException("wrong count");
        }
    }
}
