package dev.kyoto.tls;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Waker;

/**
 * One waker for two who may wait for the same. What knows a single waker, such as the writing half of the stream below, is
 * given this: else the side that polls last would take the other's place, and, if it is dropped then, its wake.
 */
final class BothSides implements Waker {
    private final AtomicWaker reader = new AtomicWaker();
    private final AtomicWaker writer = new AtomicWaker();

    /** From now on a wake reaches the task that is polled by {@code cx}. Look at the condition after this. */
    void register(Context cx, Side side) {
        (side == Side.READER ? reader : writer).register(cx.waker());
    }

    /** {@code cx}, for polling something that both sides may wait for. */
    Context registered(Context cx, Side side) {
        register(cx, side);
        return cx.withWaker(this);
    }

    @Override
    public void wake() {
        reader.wake();
        writer.wake();
    }
}
