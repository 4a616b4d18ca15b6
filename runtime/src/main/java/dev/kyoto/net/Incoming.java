package dev.kyoto.net;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link SocketListener#stream}. */
final class Incoming<S extends SocketStream> extends AbstractStream<S> {
    private final SocketListener<S> listener;

    /** {@link SocketListener#accept}, except in tests. */
    private final Supplier<Future<S>> accepts;

    private final Consumer<? super IOException> onFailure;
    private Future<S> accept;

    Incoming(SocketListener<S> listener, Supplier<Future<S>> accepts, Consumer<? super IOException> onFailure) {
        this.listener = listener;
        this.accepts = accepts;
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
        this.accept = accepts.get();
    }

    @Override
    protected Poll<@Nullable S> step(Context cx) throws Exception {
        while (true) {
            Poll<S> poll;
            try {
                poll = accept.poll(cx);
            } catch (ClosedChannelException closed) {
                return end();
            } catch (IOException failure) {
                accept = accepts.get();
                onFailure.accept(failure);
                continue;
            }
            if (poll.isPending()) {
                return Poll.pending();
            }
            accept = accepts.get();
            return readyWith(poll.value());
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(accept);
    }

    @Override
    protected void released() {
        accept.cancel();
        listener.close();
    }

    @Override
    protected String describe() {
        return listener + ".stream(…)";
    }
}
