package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.internal.current.Wrapper;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * {@link CancellationToken#runUntilCancelled}. Looking at the token takes nothing from the budget: a future that uses it up
 * in each poll is still cancelled.
 */
final class UntilCancelled<T extends @Nullable Object> extends AbstractFuture<T> implements Wrapper {
    private final CancellationToken token;
    private final Cancelling cancelling;
    private final Future<T> source;
    private boolean begun;

    UntilCancelled(CancellationToken token, Future<T> source) {
        this.token = token;
        this.cancelling = new Cancelling(token);
        this.source = source;
    }

    @Override
    public Future<?> wrapped() {
        return source;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!begun && token.isCancelled()) {
            source.cancel();
            throw cancelled();
        }
        begun = true;
        token.enlist(cancelling, cx.waker()); // before the look at the token below, so no wake is lost
        Poll<T> poll;
        try {
            poll = source.poll(cx);
        } catch (Throwable failure) {
            token.delist(cancelling);
            throw failure;
        }
        if (poll.isReady()) {
            token.delist(cancelling);
        } else if (token.isCancelled()) {
            Dropper.TOKEN.drop(source);
            throw cancelled();
        }
        return poll;
    }

    private static CancellationException cancelled() {
        return new CancellationException("The cancellation token was cancelled before the future was done.");
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(source);
    }

    @Override
    protected void dropped() {
        token.delist(cancelling);
        source.cancel();
    }

    @Override
    protected Resource resource() {
        return Resource.of("CancellationToken", token, "");
    }

    @Override
    protected String describe() {
        return "runUntilCancelled";
    }
}
