package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What serves connections that it owns: they are closed also if it is dropped before anything was done with them. */
final class Serving extends AbstractFuture<@Nullable Void> {
    private final Object owned;
    private final Runnable close;
    private final Future<@Nullable Void> conversation;

    /** @param close of what is owned; again, it does nothing */
    Serving(Object owned, Runnable close, Future<@Nullable Void> conversation) {
        this.owned = owned;
        this.close = close;
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
            close.run();
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(conversation);
    }

    @Override
    protected String describe() {
        return "the HTTP server of " + owned;
    }
}
