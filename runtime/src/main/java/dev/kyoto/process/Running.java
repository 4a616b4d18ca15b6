package dev.kyoto.process;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts a child, waits for something of it, and closes it. */
final class Running<T> extends AbstractFuture<T> {
    private final Future<Child> starting;
    private final Function<Child, Future<T>> wait;
    private @Nullable Child child;
    private @Nullable Future<T> waiting;

    Running(Future<Child> starting, Function<Child, Future<T>> wait) {
        this.starting = starting;
        this.wait = wait;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (waiting == null) {
            Poll<Child> poll = starting.poll(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            child = poll.value();
            waiting = wait.apply(child);
        }
        Poll<T> poll;
        try {
            poll = waiting.poll(cx);
        } catch (Throwable e) {
            close();
            throw e;
        }
        if (poll.isReady()) {
            close();
        }
        return poll;
    }

    @Override
    protected void dropped() {
        if (waiting == null) {
            starting.cancel();
        } else {
            waiting.cancel();
            close();
        }
    }

    private void close() {
        if (child != null) {
            child.close();
        }
    }

    @Override
    protected String describe() {
        return "running a command";
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<T> now = waiting;
        return List.of(now == null ? starting : now);
    }
}
