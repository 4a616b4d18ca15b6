package dev.kyoto.benchmarks.jmh;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.select;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.futures.sync.Notify;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.futures.sync.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Channels and locks of Kyoto where nobody waits: each operation is ready at once. {@link VirtualThreadBenchmark} and {@link
 * KotlinxBenchmark} do the same.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SyncBenchmark.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class SyncBenchmark {
    static final int OPERATIONS = 1_000;

    /** As many messages wait in the channel all the time: a queue that is neither empty nor full. */
    private static final int QUEUED = 10;

    private final Context cx = Context.of(Waker.noop());
    private final Mutex mutex = new Mutex();
    private final Semaphore semaphore = new Semaphore(10);
    private final Notify notify = new Notify();
    private final Mpsc.Bounded<Integer> channel = warm(Mpsc.bounded(1_000));
    private final Mpsc.Bounded<Integer> other = Mpsc.bounded(1_000);

    private static Mpsc.Bounded<Integer> warm(Mpsc.Bounded<Integer> channel) {
        for (int i = 0; i < QUEUED; i++) {
            channel.sender().trySend(i);
        }
        return channel;
    }

    private <T> T drive(Future<T> future) throws Exception {
        return future.poll(cx).value();
    }

    @Benchmark
    public int mutex() throws Exception {
        return drive(async(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                try (var guard = mutex.lock().await()) {
                    count++;
                }
            }
            return count;
        }));
    }

    @Benchmark
    public int semaphore() throws Exception {
        return drive(async(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                try (var permit = semaphore.acquire().await()) {
                    count++;
                }
            }
            return count;
        }));
    }

    @Benchmark
    @SuppressWarnings("NullAway") // the channel has no end
    public int sendAndReceive() throws Exception {
        return drive(async(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                channel.sender().send(i & 127).await();
                sum += channel.receiver().recv().await();
            }
            return sum;
        }));
    }

    @Benchmark
    public int oneshot() throws Exception {
        return drive(async(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                var answer = Oneshot.<Integer>channel();
                answer.sender().send(i & 127);
                sum += answer.receiver().await();
            }
            return sum;
        }));
    }

    @Benchmark
    public int notification() throws Exception {
        return drive(async(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                notify.notifyOne();
                notify.notified().await();
                count++;
            }
            return count;
        }));
    }

    /** One of the two is ready, the other is dropped. */
    @Benchmark
    @SuppressWarnings("NullAway") // as above
    public int selectOfTwo() throws Exception {
        return drive(async(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                channel.sender().trySend(i & 127);
                sum += select(on(channel.receiver().recv()), on(other.receiver().recv()))
                        .await();
            }
            return sum;
        }));
    }
}
