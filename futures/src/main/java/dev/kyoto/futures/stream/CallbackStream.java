package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Streams#fromCallbacks}: the reader's side. */
final class CallbackStream<T> extends AbstractStream<T> {
    private final CallbackBuffer<T> buffer;

    /** Null once it was called. */
    private @Nullable Registration<T> registration;

    /** Takes the listener away. */
    private @Nullable AutoCloseable removal;

    CallbackStream(int capacity, Overflow overflow, Registration<T> registration) {
        this.buffer = new CallbackBuffer<>(capacity, overflow);
        this.registration = Objects.requireNonNull(registration, "registration");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        Registration<T> first = registration;
        if (first != null) {
            registration = null;
            removal = Objects.requireNonNull(first.register(buffer), "what takes the listener away");
        }
        buffer.register(cx.waker());
        T element = buffer.poll();
        if (element != null) {
            return readyWith(element);
        }
        if (buffer.isOver()) {
            return end();
        }
        cx.refund();
        return Poll.pending();
    }

    @Override
    protected void released() {
        buffer.close();
        registration = null;
        if (removal != null) {
            try {
                removal.close();
            } catch (Exception failure) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        }
    }

    @Override
    protected String describe() {
        return "fromCallbacks(…)";
    }
}
