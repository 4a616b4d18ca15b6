package dev.kyoto.signal;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/** Waits for one signal. Registers its waker and then looks at {@code received}; the source sets it and then wakes. */
final class SignalFuture extends AbstractFuture<@Nullable Void> implements SignalListener {
    private final SignalSource source;
    private final AtomicWaker waker = new AtomicWaker();
    private boolean listening;
    private volatile boolean received;

    SignalFuture(SignalSource source) {
        this.source = source;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (!listening) {
            source.add(this);
            listening = true;
        }
        waker.register(cx.waker());
        if (received) {
            return Poll.ready(null);
        }
        cx.refund();
        return Poll.pending();
    }

    @Override
    public @Nullable Waker receive() {
        received = true;
        return waker.take();
    }

    @Override
    public boolean isLasting() {
        return false;
    }

    @Override
    protected void dropped() {
        source.remove(this);
    }

    @Override
    protected Resource resource() {
        return Resource.of("signal", source, source.toString());
    }

    @Override
    protected String describe() {
        return "The wait for " + source;
    }
}
