package dev.kyoto.benchmarks.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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

/** The operations of {@link SyncBenchmark} with java.util.concurrent, on a virtual thread. There is no select. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(VirtualThreadBenchmark.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class VirtualThreadBenchmark {
    static final int OPERATIONS = 1_000;

    private static final int QUEUED = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore semaphore = new Semaphore(10);
    private final ArrayBlockingQueue<Integer> queue = warm(new ArrayBlockingQueue<>(1_000));

    private static ArrayBlockingQueue<Integer> warm(ArrayBlockingQueue<Integer> queue) {
        for (int i = 0; i < QUEUED; i++) {
            queue.add(i);
        }
        return queue;
    }

    private interface Code {
        int run() throws Exception;
    }

    /** Thread.startVirtualThread, which Java 17, for which this is compiled, has not. */
    private static final MethodHandle START = findStart();

    private static MethodHandle findStart() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Virtual threads need JDK 21 or newer: set JAVA_HOME to one.", e);
        }
    }

    private static int onVirtualThread(Code code) throws Exception {
        var result = new CompletableFuture<Integer>();
        Runnable run = () -> {
            try {
                result.complete(code.run());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        };
        try {
            START.invoke(run);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
        return result.get();
    }

    @Benchmark
    public int mutex() throws Exception {
        return onVirtualThread(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                lock.lock();
                try {
                    count++;
                } finally {
                    lock.unlock();
                }
            }
            return count;
        });
    }

    @Benchmark
    public int semaphore() throws Exception {
        return onVirtualThread(() -> {
            int count = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                semaphore.acquire();
                try {
                    count++;
                } finally {
                    semaphore.release();
                }
            }
            return count;
        });
    }

    @Benchmark
    public int sendAndReceive() throws Exception {
        return onVirtualThread(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                queue.put(i & 127);
                sum += queue.take();
            }
            return sum;
        });
    }

    @Benchmark
    public int oneshot() throws Exception {
        return onVirtualThread(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                var answer = new CompletableFuture<Integer>();
                answer.complete(i & 127);
                sum += answer.get();
            }
            return sum;
        });
    }
}
