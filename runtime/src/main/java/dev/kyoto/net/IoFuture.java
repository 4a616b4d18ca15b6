package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.IoSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One operation on a channel: tried first, and again whenever the driver says that it may succeed. */
abstract class IoFuture<T extends @Nullable Object> extends AbstractFuture<T> {
    private final IoSource source;
    private final Direction direction;

    IoFuture(IoSource source, Direction direction) {
        this.source = source;
        this.direction = direction;
    }

    /** Tries the operation once; pending means that it would block. */
    abstract Poll<T> attempt() throws IOException;

    @Override
    protected final Poll<T> step(Context cx) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        boolean waits = false;
        try {
            Poll<T> poll = attemptOrWait(cx);
            waits = poll.isPending();
            if (waits) {
                cx.refund();
            }
            return poll;
        } finally {
            if (!waits) {
                source.leave(direction, this);
            }
        }
    }

    private Poll<T> attemptOrWait(Context cx) throws IOException {
        do {
            if (source.isReady(direction)) {
                Poll<T> poll = attempt();
                if (poll.isReady()) {
                    return poll;
                }
                source.drained(direction);
            }
        } while (source.await(direction, this, cx));
        return Poll.pending();
    }

    @Override
    protected Resource resource() {
        return source.resource();
    }

    @Override
    protected void dropped() {
        source.leave(direction, this);
    }
}
