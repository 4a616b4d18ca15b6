package dev.kyoto.signal;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.stream.AbstractStream;
import org.jspecify.annotations.Nullable;

/** Every signal from the first poll on. Registers its waker and then looks at the count; the source counts and then wakes. */
final class SignalStream extends AbstractStream<Integer> implements SignalListener {
    private final SignalSource source;
    private final AtomicWaker waker = new AtomicWaker();
    private boolean listening;
    private int delivered;

    /** Written under the source's lock. */
    private volatile int received;

    SignalStream(SignalSource source) {
        this.source = source;
    }

    @Override
    protected Poll<@Nullable Integer> step(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (!listening) {
            source.add(this);
            listening = true;
        }
        waker.register(cx.waker());
        if (received > delivered) {
            return readyWith(++delivered);
        }
        cx.refund();
        return Poll.pending();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock makes it atomic, volatile makes it visible
    public @Nullable Waker receive() {
        received++;
        return waker.take();
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    protected void released() {
        source.remove(this);
        waker.take();
    }

    @Override
    protected String describe() {
        return "The stream of " + source;
    }
}
