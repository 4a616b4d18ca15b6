package dev.kyoto.http;

import static dev.kyoto.Kyoto.sleep;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes the connections of a {@link Pool} that nobody has used for a while, until there are none, or the pool is closed. */
final class Sweep extends AbstractFuture<@Nullable Void> {
    private final Pool pool;
    private final Future<@Nullable Void> closed;
    private Future<@Nullable Void> pause;

    Sweep(Pool pool, Future<@Nullable Void> closed, long pause) {
        this.pool = pool;
        this.closed = closed;
        this.pause = sleep(Duration.ofNanos(pause));
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws Exception {
        if (closed.poll(cx).isReady()) {
            pause.cancel();
            return readyWith(null);
        }
        while (pause.poll(cx).isReady()) {
            long next = pool.sweep();
            if (next < 0) {
                closed.cancel();
                return readyWith(null);
            }
            pause = sleep(Duration.ofNanos(next));
        }
        return Poll.pending();
    }

    @Override
    protected void dropped() {
        closed.cancel();
        pause.cancel();
        pool.unswept();
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(closed, pause);
    }

    @Override
    protected String describe() {
        return "the closing of idle connections";
    }
}
