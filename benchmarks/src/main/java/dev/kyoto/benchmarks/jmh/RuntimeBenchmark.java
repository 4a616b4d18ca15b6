package dev.kyoto.benchmarks.jmh;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pollFn;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Notify;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the runtime does for each task, on one thread, where nothing disturbs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RuntimeBenchmark.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class RuntimeBenchmark {
    static final int OPERATIONS = 1_000;

    private static final Duration LONG = Duration.ofHours(1);

    @SuppressWarnings("NullAway.Init") // JMH calls open() first
    private Runtime runtime;

    @Setup
    public void open() {
        runtime = Runtime.builder().currentThread().build();
    }

    @TearDown
    public void close() {
        runtime.close();
    }

    @Benchmark
    public int spawnAndJoin() throws Exception {
        return runtime.blockOn(async(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                sum += spawn(() -> 1).await();
            }
            return sum;
        }));
    }

    @Benchmark
    public int yielding() throws Exception {
        return runtime.blockOn(async(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                yieldNow().await();
            }
            return OPERATIONS;
        }));
    }

    /** Two tasks wake each other in turns; an operation is one wake. */
    @Benchmark
    public int wake() throws Exception {
        return runtime.blockOn(async(() -> {
            var ping = new Notify();
            var pong = new Notify();
            var partner = spawn(answer(ping, pong));
            int count = 0;
            for (int i = 0; i < OPERATIONS / 2; i++) {
                ping.notifyOne();
                pong.notified().await();
                count++;
            }
            return count + partner.await();
        }));
    }

    private static Future<Integer> answer(Notify ping, Notify pong) {
        return async(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS / 2; i++) {
                ping.notified().await();
                pong.notifyOne();
                count++;
            }
            return count;
        });
    }

    /** A timer is put into the wheel and taken out. */
    @Benchmark
    public int sleepAndDrop() throws Exception {
        return runtime.blockOn(async(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                count += begunAndDropped().await();
            }
            return count;
        }));
    }

    private static Future<Integer> begunAndDropped() {
        return pollFn(cx -> {
            var sleep = sleep(LONG);
            int pending = sleep.poll(cx).isPending() ? 1 : 0;
            sleep.cancel();
            return Poll.ready(pending);
        });
    }
}
