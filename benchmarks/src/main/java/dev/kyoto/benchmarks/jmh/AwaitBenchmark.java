package dev.kyoto.benchmarks.jmh;

import static dev.kyoto.futures.Futures.async;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
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

/** What an await costs, in a block of the Kyoto compiler and in a state machine written by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AwaitBenchmark.AWAITS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class AwaitBenchmark {
    static final int AWAITS = 1_000;

    private final Context cx = Context.of(Waker.noop());
    private final Leaf ready = Leaf.ready();
    private final Leaf suspending = Leaf.suspending();

    private int drive(Future<Integer> future) throws Exception {
        Poll<Integer> poll = future.poll(cx);
        while (poll.isPending()) {
            poll = future.poll(cx);
        }
        return poll.value();
    }

    @Benchmark
    public int readyCompiled() throws Exception {
        return drive(sum(ready, AWAITS));
    }

    @Benchmark
    public int readyByHand() throws Exception {
        return drive(new HandWritten(ready, AWAITS));
    }

    @Benchmark
    public int suspendCompiled() throws Exception {
        return drive(sum(suspending, AWAITS));
    }

    @Benchmark
    public int suspendByHand() throws Exception {
        return drive(new HandWritten(suspending, AWAITS));
    }

    @Benchmark
    public int suspendWithNineLocals() throws Exception {
        return drive(nineLocals(suspending, AWAITS));
    }

    @Benchmark
    public int callReady() throws Exception {
        return drive(calls(ready, AWAITS));
    }

    @Benchmark
    public int callSuspending() throws Exception {
        return drive(calls(suspending, AWAITS));
    }

    @Benchmark
    public int suspendBelowFive() throws Exception {
        return drive(nested(5, suspending, AWAITS));
    }

    @Benchmark
    public int suspendBelowTwenty() throws Exception {
        return drive(nested(20, suspending, AWAITS));
    }

    /** Awaits the leaf so many times. */
    static Future<Integer> sum(Leaf leaf, int times) {
        return async(() -> {
            int sum = 0;
            for (int i = 0; i < times; i++) {
                sum += leaf.await();
            }
            return sum;
        });
    }

    private static Future<Integer> nineLocals(Leaf leaf, int times) {
        return async(() -> {
            int a = 1;
            int b = 2;
            long c = 3;
            double d = 4;
            String e = "5";
            String f = "6";
            int sum = 0;
            for (int i = 0; i < times; i++) {
                int next = leaf.await();
                a += next;
                b ^= a;
                c += b;
                d += c;
                e = next > 200 ? f : e;
                sum += next;
            }
            return sum + a + b + (int) c + (int) d + e.length() + f.length();
        });
    }

    /** Calls an async function, which awaits once, so many times. */
    private static Future<Integer> calls(Leaf leaf, int times) {
        return async(() -> {
            int sum = 0;
            for (int i = 0; i < times; i++) {
                sum += once(leaf).await();
            }
            return sum;
        });
    }

    private static Future<Integer> once(Leaf leaf) {
        return async(() -> leaf.await() + 1);
    }

    private static Future<Integer> nested(int levels, Leaf leaf, int times) {
        return levels == 1
                ? sum(leaf, times)
                : async(() -> nested(levels - 1, leaf, times).await());
    }
}
