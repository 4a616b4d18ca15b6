package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.current.Wrapper;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * {@code scope}. In each poll first the children that have ended are looked at, then the block is polled: so a failed child
 * ends the block before it goes on, and a handle that the block awaits is fulfilled by then.
 */
final class ScopeFuture<T extends @Nullable Object> extends AbstractFuture<T> implements Wrapper {
    private final AsyncFunction<Scope, T> block;
    private final Future<@Nullable Void> cancelled;
    private final FirstFailure failure = new FirstFailure();

    /** From the first poll on. */
    private @Nullable Scope scope;

    /** Until it has ended. */
    private @Nullable Future<T> body;

    ScopeFuture(CancellationToken token, AsyncFunction<Scope, T> block) {
        this.block = block;
        this.cancelled = token.cancelled();
    }

    /** A compiled block is a future, too, which knows where it was written: a task that is a scope is named after that. */
    @Override
    public Future<?> wrapped() {
        return block instanceof Future<?> template ? template : cancelled;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        Scope scope = this.scope != null ? this.scope : begin(cx);
        if (scope == null) {
            return Poll.pending();
        }
        pollCancelled(scope, cx);
        pollBody(scope, cx);
        pollChildren(scope, cx);
        if (body != null || !scope.group().closeIfEmpty()) {
            return Poll.pending();
        }
        Dropper.discard(cancelled);
        failure.throwIfAny();
        return this;
    }

    private @Nullable Scope begin(Context cx) {
        Spawner spawner = cx.service(Spawner.class);
        if (spawner == null) {
            if (cx.waker() == Waker.noop()) {
                return null; // an await in the cleanup of a dropped block
            }
            throw new IllegalStateException("A scope was polled outside of a Kyoto runtime, on "
                    + Thread.currentThread().getName() + ", where its children could not run. Run the code with"
                    + " Kyoto.run(() -> …), or with blockOn of a Runtime.");
        }
        Scope begun = new Scope(spawner, Scope.CURRENT.orElse(null));
        body = Scope.CURRENT.where(begun, Futures.async(block, begun));
        scope = begun;
        return begun;
    }

    private void pollCancelled(Scope scope, Context cx) throws Exception {
        pollChildren(scope, cx); // registers with the group, which tells of cancel()
        if (!failure.isThere()
                && (scope.isCancelRequested() || cancelled.poll(cx).isReady())) {
            fail(scope, new CancellationException("The scope was cancelled."));
        }
    }

    private void pollChildren(Scope scope, Context cx) {
        TaskGroup group = scope.group();
        for (var member = group.pollEnded(cx); member != null; member = group.pollEnded(cx)) {
            Throwable thrown = ((Scope.Child<?>) member).deliverTo(scope);
            if (thrown != null) {
                fail(scope, thrown);
            }
        }
    }

    private void pollBody(Scope scope, Context cx) {
        Future<T> running = body;
        if (running == null) {
            return;
        }
        try {
            Poll<T> poll = running.poll(cx);
            if (poll.isReady()) {
                body = null;
                readyWith(poll.value());
            }
        } catch (Throwable thrown) {
            body = null;
            // What ended a child may reach the block through its handle before it reaches the scope: let the child
            // tell.
            pollChildren(scope, cx);
            fail(scope, thrown);
        }
    }

    private void fail(Scope scope, Throwable thrown) {
        if (failure.isThere() && thrown instanceof CancellationException) {
            return; // a consequence of the first failure
        }
        if (failure.add(thrown)) {
            dropBody();
            scope.abortChildren();
        }
    }

    private void dropBody() {
        Future<T> dropped = body;
        body = null;
        if (dropped != null) {
            Dropper.SCOPE.drop(dropped);
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<T> running = body;
        return running == null ? List.of() : List.of(running);
    }

    @Override
    protected void dropped() {
        cancelled.cancel();
        dropBody(); // first: what it shields in its cleanup is still one of this scope
        if (scope != null) {
            scope.abandon();
        }
    }

    /** The children, once the block has ended; while it runs, they may fail and end it. */
    @Override
    protected @Nullable Resource resource() {
        Scope running = scope;
        return running == null ? null : running.group().resource("scope");
    }

    @Override
    protected String describe() {
        return "scope";
    }
}
