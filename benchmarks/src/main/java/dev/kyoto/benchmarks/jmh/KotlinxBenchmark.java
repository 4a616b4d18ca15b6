package dev.kyoto.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;
import kotlinx.coroutines.selects.SelectKt;
import kotlinx.coroutines.sync.Mutex;
import kotlinx.coroutines.sync.MutexKt;
import kotlinx.coroutines.sync.Semaphore;
import kotlinx.coroutines.sync.SemaphoreKt;
import org.jspecify.annotations.Nullable;
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
 * The operations of {@link SyncBenchmark} with kotlinx.coroutines: suspend functions, called as Kotlin's compiler calls them.
 * None of them suspends here, so that the loop around them needs no state machine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(KotlinxBenchmark.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class KotlinxBenchmark {
    static final int OPERATIONS = 1_000;

    private static final int QUEUED = 10;
    private static final Object SUSPENDED = IntrinsicsKt.getCOROUTINE_SUSPENDED();

    private final Caller caller = new Caller();
    private final Mutex mutex = MutexKt.Mutex(false);
    private final Semaphore semaphore = SemaphoreKt.Semaphore(10, 0);
    private final Channel<Integer> channel = warm(ChannelKt.Channel(1_000, BufferOverflow.SUSPEND, null));
    private final Channel<Integer> other = ChannelKt.Channel(1_000, BufferOverflow.SUSPEND, null);

    /** Whom a suspend function would resume. */
    private static final class Caller implements Continuation<Object> {
        @Override
        public CoroutineContext getContext() {
            return EmptyCoroutineContext.INSTANCE;
        }

        @Override
        public void resumeWith(Object result) {
            throw new IllegalStateException("nothing suspends here");
        }
    }

    private static Channel<Integer> warm(Channel<Integer> channel) {
        for (int i = 0; i < QUEUED; i++) {
            returned(channel.send(i, new Caller()));
        }
        return channel;
    }

    private static Object returned(@Nullable Object result) {
        if (result == null || result == SUSPENDED) {
            throw new IllegalStateException("suspended, where all was ready");
        }
        return result;
    }

    @Benchmark
    public int mutex() {
        int count = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            returned(mutex.lock(null, caller));
            try {
                count++;
            } finally {
                mutex.unlock(null);
            }
        }
        return count;
    }

    @Benchmark
    public int semaphore() {
        int count = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            returned(semaphore.acquire(caller));
            try {
                count++;
            } finally {
                semaphore.release();
            }
        }
        return count;
    }

    @Benchmark
    public int sendAndReceive() {
        int sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            returned(channel.send(i & 127, caller));
            sum += (Integer) returned(channel.receive(caller));
        }
        return sum;
    }

    @Benchmark
    public int oneshot() {
        int sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            CompletableDeferred<Integer> answer = CompletableDeferredKt.CompletableDeferred(null);
            answer.complete(i & 127);
            sum += (Integer) returned(answer.await(caller));
        }
        return sum;
    }

    /**
     * One of the two is ready. It was sent by {@code send}, for the name of {@code trySend} cannot be written in Java; the handlers
     * are plain lambdas, which cost less than what Kotlin's compiler makes of them, an object for each call.
     */
    @Benchmark
    public int selectOfTwo() {
        int sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            returned(channel.send(i & 127, caller));
            sum += (Integer) returned(SelectKt.<Integer>select(
                    select -> {
                        select.invoke(channel.getOnReceive(), (message, resumed) -> message);
                        select.invoke(other.getOnReceive(), (message, resumed) -> message);
                        return Unit.INSTANCE;
                    },
                    caller));
        }
        return sum;
    }
}
