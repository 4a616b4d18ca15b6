import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Messages between virtual threads, and from a platform thread to one that waits. */
class Messages {
    static void pingPong(int pairs) throws Exception {
        var countdown = new CountDownLatch(pairs);
        for (int i = 0; i < pairs; i++) {
            Thread.startVirtualThread(() -> {
                var ping = new CompletableFuture<Boolean>();
                var pong = new CompletableFuture<Boolean>();
                Thread.startVirtualThread(() -> {
                    ping.join();
                    pong.complete(true);
                });
                ping.complete(true);
                pong.join();
                countdown.countDown();
            });
        }
        countdown.await();
    }

    /** Numbers up to 127: their boxes are cached. */
    static void mpsc(int producers, int messages) throws Exception {
        var queue = new ArrayBlockingQueue<Long>(1_000);
        for (int producer = 0; producer < producers; producer++) {
            Thread.startVirtualThread(() -> Main.unchecked(() -> {
                for (int i = 0; i < messages / producers; i++) {
                    queue.put((long) (i & 127));
                }
                return null;
            }));
        }
        var sum = new long[1];
        Main.inThreads(1, () -> {
            for (int i = 0; i < messages; i++) {
                sum[0] += queue.take();
            }
        });
        if (sum[0] == 0) {
            throw new IllegalStateException("nothing was received");
        }
    }

    /** Nanoseconds from a thread's completion to the virtual thread that goes on, each after two milliseconds of sleep. */
    static String wake(int samples) throws Exception {
        var requests = new ArrayBlockingQueue<CompletableFuture<Long>>(1);
        var thread = Thread.ofPlatform().start(() -> Main.unchecked(() -> {
            for (int i = 0; i < samples; i++) {
                var request = requests.take();
                Thread.sleep(2);
                request.complete(System.nanoTime());
            }
            return null;
        }));
        var nanos = new StringBuilder();
        for (int i = 0; i < samples; i++) {
            var request = new CompletableFuture<Long>();
            requests.put(request);
            long sent = request.join();
            nanos.append(i == 0 ? "" : ",").append(System.nanoTime() - sent);
        }
        thread.join();
        return nanos.toString();
    }
}
