package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.AsyncReadWrite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link HttpServer#serveConnection}: a connection that is closed also if it is dropped before anything was done with it. */
final class Serving extends AbstractFuture<@Nullable Void> {
    private final AsyncReadWrite connection;
    private final Future<@Nullable Void> conversation;

    Serving(AsyncReadWrite connection, Future<@Nullable Void> conversation) {
        this.connection = connection;
        this.conversation = conversation;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws Exception {
        return conversation.poll(cx);
    }

    @Override
    protected void dropped() {
        try {
            conversation.cancel();
        } finally {
            connection.close();
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(conversation);
    }

    @Override
    protected String describe() {
        return "HttpServer.serveConnection(" + connection + ")";
    }
}
