import java.util.concurrent.CountDownLatch;

/** Virtual threads: started, joined, chained, yielding, and started from platform threads. */
class Spawning {
    static void spawnMany(int tasks) throws Exception {
        var countdown = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            Thread.startVirtualThread(countdown::countDown);
        }
        countdown.await();
    }

    static void spawnJoin(int tasks) throws Exception {
        var threads = new Thread[tasks];
        for (int i = 0; i < tasks; i++) {
            threads[i] = Thread.startVirtualThread(() -> {});
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    static void spawnChain(int length) throws Exception {
        var done = new CountDownLatch(1);
        link(length, done);
        done.await();
    }

    private static void link(int length, CountDownLatch done) {
        Thread.startVirtualThread(() -> {
            if (length == 1) {
                done.countDown();
            } else {
                link(length - 1, done);
            }
        });
    }

    static void yielding(int tasks, int yields) throws Exception {
        Main.inThreads(tasks, () -> {
            for (int i = 0; i < yields; i++) {
                Thread.yield();
            }
        });
    }

    static void remoteSpawn(int threads, int tasks) throws Exception {
        var countdown = new CountDownLatch(tasks);
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().start(() -> {
                for (int task = 0; task < tasks / threads; task++) {
                    Thread.startVirtualThread(countdown::countDown);
                }
            });
        }
        countdown.await();
    }

    static void skynet() throws Exception {
        if (skynet(0, 1_000_000) != 499_999_500_000L) {
            throw new IllegalStateException("wrong sum");
        }
    }

    private static long skynet(long number, long size) throws Exception {
        if (size == 1) {
            return number;
        }
        long share = size / 10;
        var sums = new long[10];
        var children = new Thread[10];
        for (int i = 0; i < 10; i++) {
            int child = i;
            children[i] = Thread.startVirtualThread(
                    () -> sums[child] = Main.unchecked(() -> skynet(number + child * share, share)));
        }
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            children[i].join();
            sum += sums[i];
        }
        return sum;
    }
}
