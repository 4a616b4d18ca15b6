import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;

/** A great many virtual threads that sleep: how long beyond their sleep they take, and what memory they hold. */
class Sleeping {
    private static final long SLEEP_MILLIS = 10_000;

    /** Nanoseconds beyond the sleep, the starting included. */
    static long timeOver(int tasks) throws Exception {
        long begin = System.nanoTime();
        var countdown = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            Thread.startVirtualThread(() -> {
                sleep(SLEEP_MILLIS);
                countdown.countDown();
            });
        }
        countdown.await();
        return System.nanoTime() - begin - SLEEP_MILLIS * 1_000_000;
    }

    /** Bytes of live heap more than before, once all threads sleep. */
    static long heap(int tasks) throws Exception {
        long before = live();
        var countdown = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            Thread.startVirtualThread(() -> {
                countdown.countDown();
                sleep(3_600_000);
            });
        }
        countdown.await();
        sleep(200);
        return live() - before;
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void sleep(long millis) {
        Main.unchecked(() -> {
            Thread.sleep(millis);
            return null;
        });
    }
}
