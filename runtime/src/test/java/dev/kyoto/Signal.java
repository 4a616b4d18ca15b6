package dev.kyoto;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;

/** A value that a test provides when it likes, from any thread; and a record of what became of the future. */
public final class Signal<T> extends AbstractFuture<T> {
    private final AtomicWaker waker = new AtomicWaker();
    private volatile T sent;
    private volatile boolean dropped;

    public void send(T value) {
        sent = value;
        waker.wake();
    }

    public boolean isDropped() {
        return dropped;
    }

    @Override
    protected Poll<T> step(Context cx) {
        waker.register(cx.waker());
        T value = sent;
        return value == null ? Poll.pending() : readyWith(value);
    }

    @Override
    protected void dropped() {
        dropped = true;
    }
}
