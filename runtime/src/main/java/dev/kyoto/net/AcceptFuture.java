package dev.kyoto.net;

import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

final class AcceptFuture extends IoFuture<TcpStream> {
    private final TcpListener listener;

    AcceptFuture(TcpListener listener) {
        super(listener.source(), Direction.READ);
        this.listener = listener;
    }

    @Override
    Poll<TcpStream> attempt() throws IOException {
        @Nullable TcpStream stream = listener.tryAccept();
        return stream == null ? Poll.pending() : readyWith(stream);
    }

    @Override
    protected String describe() {
        return "The accept() of " + listener;
    }
}
