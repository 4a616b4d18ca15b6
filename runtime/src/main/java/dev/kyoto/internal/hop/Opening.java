package dev.kyoto.internal.hop;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens something that must be closed if nobody is there any more to take it. */
public final class Opening<T extends AutoCloseable> extends AbstractFuture<T> {
    private final Hop<T> hop;

    /** What was opened, until it is delivered. Guarded by this, as is the next. */
    private @Nullable T undelivered;

    private boolean abandoned;

    public Opening(String what, Hop.Code<T> code) {
        this.hop = new Hop<>(what, () -> keep(code.call()));
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        Poll<T> poll = hop.poll(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        synchronized (this) {
            undelivered = null;
        }
        return readyWith(poll.value());
    }

    private T keep(T opened) throws IOException {
        synchronized (this) {
            if (!abandoned) {
                undelivered = opened;
                return opened;
            }
        }
        close(opened);
        return opened;
    }

    @Override
    protected void dropped() {
        hop.cancel();
        T forNobody;
        synchronized (this) {
            abandoned = true;
            forNobody = undelivered;
        }
        if (forNobody != null) {
            close(forNobody);
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            // It was opened, and nothing was done with it.
        }
    }

    @Override
    protected String describe() {
        return hop.describe();
    }
}
