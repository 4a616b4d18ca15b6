package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A future of the program, on a connection: while it is pending, what waits to be sent is sent, and if the client leaves meanwhile,
 * it is dropped.
 *
 * <p>Fails with {@link LostException} then, with whatever the future fails with, and with {@link ExecutionException} in place of an
 * {@link Error} that does not concern the whole virtual machine.
 */
final class Attending<T extends @Nullable Object> extends AbstractFuture<T> {
    /**
     * That the client has left is seen by reading on; what comes of the request's body and of further requests is kept meanwhile, up
     * to so many bytes. A client that has sent more which nobody reads is not seen leaving.
     */
    static final int KEPT = 16 << 10;

    /** Null if somebody else sees the peer leaving. */
    private final @Nullable Input input;

    private final Output output;
    private final Future<T> source;

    Attending(@Nullable Input input, Output output, Future<T> source) {
        this.input = input;
        this.output = output;
        this.source = source;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        Poll<T> poll;
        try {
            poll = source.poll(cx);
        } catch (StackOverflowError | AssertionError | LinkageError e) {
            throw new ExecutionException(e);
        }
        if (poll.isPending()) {
            try {
                requirePeer(cx);
            } catch (IOException e) {
                source.cancel();
                throw e instanceof LostException ? e : new LostException(e);
            }
        }
        return poll;
    }

    private void requirePeer(Context cx) throws IOException {
        output.pollFlush(cx); // pending or not: that it makes progress is enough
        if (input != null && input.pollIsGone(cx, KEPT)) {
            throw new LostException("The client left before it was answered.");
        }
    }

    @Override
    protected void dropped() {
        source.cancel();
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(source);
    }

    @Override
    protected String describe() {
        return "the answer to a request";
    }
}
