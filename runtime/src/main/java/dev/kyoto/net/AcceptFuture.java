package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.IoSource;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Takes one connection, after the pause that an earlier failure may have left. */
final class AcceptFuture<S> extends AbstractFuture<S> {
    private final IoSource source;
    private final AcceptPause pause;
    private final Accepting<S> accepting;

    AcceptFuture(IoSource source, AcceptPause pause, Acceptor<S> acceptor) {
        this.source = source;
        this.pause = pause;
        this.accepting = new Accepting<>(source, acceptor);
    }

    @Override
    protected Poll<S> step(Context cx) throws Exception {
        if (pause.isOn()) {
            // Waits for the listener as well, because a close must end the pause.
            source.await(Direction.READ, accepting, cx);
            if (!pause.isOver(cx)) {
                return Poll.pending();
            }
        }
        try {
            Poll<S> poll = accepting.poll(cx);
            if (poll.isReady()) {
                pause.succeeded();
            }
            return poll;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            pause.failed();
            throw e;
        }
    }

    @Override
    protected Resource resource() {
        return source.resource();
    }

    @Override
    protected void dropped() {
        accepting.cancel();
    }

    @Override
    protected String describe() {
        return "The accept() of " + source;
    }

    /** Accepts without waiting; null if there is no connection. */
    @FunctionalInterface
    interface Acceptor<S> {
        @Nullable S tryAccept() throws IOException;
    }

    private static final class Accepting<S> extends IoFuture<S> {
        private final Acceptor<S> acceptor;

        Accepting(IoSource source, Acceptor<S> acceptor) {
            super(source, Direction.READ);
            this.acceptor = acceptor;
        }

        @Override
        Poll<S> attempt() throws IOException {
            S stream = acceptor.tryAccept();
            return stream == null ? Poll.pending() : readyWith(stream);
        }
    }
}
