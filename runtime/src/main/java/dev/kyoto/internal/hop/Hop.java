package dev.kyoto.internal.hop;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Result;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.scheduler.Scheduler;
import dev.kyoto.internal.task.FailureMarks;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation on a thread of the blocking pool, begun by the first poll. */
public final class Hop<T extends @Nullable Object> extends AbstractFuture<T> {
    private final String what;
    private final Code<T> code;
    private @Nullable JoinHandle<Result<T>> job;

    /** @param what is done, for messages */
    public Hop(String what, Code<T> code) {
        this.what = what;
        this.code = code;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        JoinHandle<Result<T>> begun = begin(cx);
        if (begun == null) {
            return Poll.pending();
        }
        Poll<Result<T>> poll = begun.poll(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        if (poll.value() instanceof Result.Failure<T> failed) {
            FailureMarks.awaited(failed.failure()); // its own stack is that of a thread that knows of no await
        }
        return readyWith(poll.value().get());
    }

    /** Gives it to a thread, if none has it; null for a poll that nobody will be woken by. */
    public @Nullable JoinHandle<Result<T>> begin(Context cx) {
        if (job == null) {
            Scheduler scheduler = Scheduler.current();
            if (scheduler != null) {
                job = scheduler.spawnBlocking(this::run, false);
            } else if (cx.waker() != Waker.noop()) {
                throw new IllegalStateException(
                        "No Kyoto runtime here: " + what + " needs the blocking pool of a runtime,"
                                + " and was polled by another executor. Call it inside Kyoto.run(() -> …), or spawn it on a runtime.");
            }
        }
        return job;
    }

    /** A failure is part of the result: if nobody asks for it any more, it is nobody's concern. */
    private Result<T> run() {
        try {
            return new Result.Success<>(code.call());
        } catch (IOException | RuntimeException e) {
            return new Result.Failure<>(e);
        }
    }

    @Override
    protected void dropped() {
        if (job != null) {
            job.abort();
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        JoinHandle<Result<T>> running = job;
        return running == null ? List.of() : List.of(running);
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    public String describe() {
        return what;
    }

    /** What runs on the pool. */
    @FunctionalInterface
    public interface Code<T extends @Nullable Object> {
        T call() throws IOException;
    }
}
