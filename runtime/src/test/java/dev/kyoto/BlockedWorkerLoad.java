package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What others feel of a task that blocks its worker: on two workers, a thousand clients sleep a while and then do an echo
 * round trip over loopback, again and again, in turns undisturbed and beside a task that holds its worker for two seconds in
 * one poll. Prints the percentiles of both, and what the runtime reported.
 *
 * <pre>
 * BlockedWorkerLoad [spin | sleep | lock | gc] [rounds] [mean pause of a client in milliseconds]
 * </pre>
 *
 * <p>{@code gc} is the control: a task collects garbage for two seconds, but by a hundred polls; nothing should be reported.
 */
public final class BlockedWorkerLoad {
    private static final int CLIENTS = 1000;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Object LOCK = new Object();

    private static final Histogram ROUND_TRIPS = new Histogram();
    private static final Histogram TIMERS = new Histogram();

    private BlockedWorkerLoad() {}

    public static void main(String[] arguments) throws Exception {
        String how = arguments.length > 0 ? arguments[0] : "spin";
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int pause = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
        try (Runtime runtime = Runtime.builder()
                .workers(2)
                .onBlockedWorker(BlockedWorkerLoad::print)
                .build()) {
            runtime.blockOn(async(() -> {
                var listener = TcpListener.bind("127.0.0.1:0").await();
                spawn("server", serve(listener));
                for (int i = 0; i < CLIENTS; i++) {
                    spawn(
                            "client",
                            client(TcpStream.connect(listener.localAddress()).await(), pause));
                }
                sleep(Duration.ofSeconds(5)).await(); // while HotSpot compiles
                measure("warm-up");
                for (int round = 1; round <= rounds; round++) {
                    sleep(ROUND).await();
                    measure("round " + round + " undisturbed");
                    var disturbing = spawn("disturber", disturb(how));
                    sleep(ROUND).await();
                    measure("round " + round + " " + how);
                    disturbing.await();
                    sleep(Duration.ofMillis(300)).await();
                    ROUND_TRIPS.clear();
                    TIMERS.clear();
                }
            }));
        }
    }

    private static Future<Void> serve(TcpListener listener) {
        return async(() -> {
            while (true) {
                spawn("echo", echo(listener.accept().await()));
            }
        });
    }

    private static Future<Void> echo(TcpStream stream) {
        return async(() -> {
            try (stream) {
                var buffer = ByteBuffer.allocate(64);
                while (stream.read(buffer).await() >= 0) {
                    stream.writeAll(buffer.flip()).await();
                    buffer.clear();
                }
            }
        });
    }

    private static Future<Void> client(TcpStream stream, int meanPause) {
        return async(() -> {
            try (stream) {
                var buffer = ByteBuffer.allocate(64);
                while (true) {
                    long pause = ThreadLocalRandom.current().nextLong(2L * meanPause);
                    long asleep = System.nanoTime();
                    sleep(Duration.ofMillis(pause)).await();
                    long awake = System.nanoTime();
                    TIMERS.record(awake - asleep - TimeUnit.MILLISECONDS.toNanos(pause));
                    stream.writeAll(buffer.clear().limit(16)).await();
                    buffer.clear();
                    while (buffer.position() < 16) {
                        stream.read(buffer).await();
                    }
                    ROUND_TRIPS.record(System.nanoTime() - awake);
                }
            }
        });
    }

    @SuppressWarnings({"kyoto:blocking", "BusyWait"}) // what this is about
    private static Future<Void> disturb(String how) {
        return switch (how) {
            case "spin" ->
                async(() -> {
                    long end = System.nanoTime() + ROUND.toNanos();
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                });
            case "sleep" -> async(() -> Thread.sleep(ROUND.toMillis()));
            case "lock" -> async(() -> waitForLock());
            case "gc" ->
                async(() -> {
                    long end = System.nanoTime() + ROUND.toNanos();
                    while (System.nanoTime() < end) {
                        System.gc();
                        sleep(Duration.ofMillis(10)).await();
                    }
                });
            default -> throw new IllegalArgumentException("spin, sleep, lock or gc, not " + how);
        };
    }

    /** Another thread holds the lock. */
    private static void waitForLock() throws InterruptedException {
        Thread holder = new Thread(() -> {
            synchronized (LOCK) {
                try {
                    Thread.sleep(ROUND.toMillis());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        holder.start();
        Thread.sleep(1);
        synchronized (LOCK) {
            holder.join();
        }
    }

    private static void print(BlockedWorker news) {
        System.out.println("  " + news.stage() + ": " + news.summary());
        if (news.stage() == Stage.NOTICED) {
            news.stack().stream().limit(8).forEach(frame -> System.out.println("      at " + frame));
        }
    }

    private static void measure(String what) {
        System.out.printf("%-22s round trips %s | timers late %s%n", what, ROUND_TRIPS.read(), TIMERS.read());
    }

    /** Times by their logarithm, with 32 steps to each doubling. Recorded by many threads, read by one. */
    private static final class Histogram {
        private static final int STEPS = 32;
        private final AtomicLongArray counts = new AtomicLongArray(40 * STEPS);

        void record(long nanos) {
            double micros = Math.max(1, nanos / 1000.0);
            int step = (int) (Math.log(micros) / Math.log(2) * STEPS);
            counts.incrementAndGet(Math.min(step, counts.length() - 1));
        }

        void clear() {
            read();
        }

        /** What was recorded since the last call. */
        String read() {
            long[] now = new long[counts.length()];
            for (int i = 0; i < now.length; i++) {
                now[i] = counts.getAndSet(i, 0);
            }
            long total = Arrays.stream(now).sum();
            return String.format(
                    "n=%-6d p50 %8.2f ms, p99 %8.2f ms, max %8.2f ms",
                    total, percentile(now, total, 0.5), percentile(now, total, 0.99), percentile(now, total, 1));
        }

        private static double percentile(long[] counts, long total, double part) {
            long left = (long) Math.ceil(total * part);
            for (int i = 0; i < counts.length; i++) {
                left -= counts[i];
                if (left <= 0) {
                    return Math.pow(2, (i + 1.0) / STEPS) / 1000;
                }
            }
            return 0;
        }
    }
}
