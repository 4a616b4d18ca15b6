package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.ResourceHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** First the lock, then the block, and the guard is closed when the block is done, fails or is dropped. */
final class WithGuard<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Future<? extends Handle> lock;
    private final AsyncBlock<T> block;
    private final String name;
    private @Nullable Handle guard;
    private @Nullable Future<T> body;

    /** @param name how messages call this future */
    WithGuard(Future<? extends Handle> lock, AsyncBlock<T> block, String name) {
        this.lock = lock;
        this.block = block;
        this.name = name;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        Handle guard = this.guard;
        if (guard == null) {
            Poll<? extends Handle> locked = lock.poll(cx);
            if (locked.isPending()) {
                return Poll.pending();
            }
            guard = locked.value();
            this.guard = guard;
        }
        boolean finished = true;
        try {
            if (body == null) {
                body = CompiledBlock.start(block);
            }
            Poll<T> result = body.poll(cx);
            finished = result.isReady();
            return finished ? readyWith(result.value()) : result;
        } finally {
            if (finished) {
                guard.close();
            }
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<T> running = body;
        return List.of(running == null ? lock : running);
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected List<Resource> held() {
        Resource held = guard instanceof ResourceHandle handle ? handle.resource() : null;
        return held == null ? List.of() : List.of(held);
    }

    @Override
    protected void dropped() {
        lock.cancel();
        if (body != null) {
            body.cancel();
        }
        if (guard != null) {
            guard.close();
        }
    }

    @Override
    protected String describe() {
        return name;
    }
}
