package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * {@link Streams#from(Flow.Publisher, int)}: subscribes at the first poll, and asks for more as elements are read.
 *
 * <p>The publisher owes {@code prefetch} elements at most. It is asked for all of them at first, and then again when three
 * quarters have been read, for as many: so one that keeps up never stands still, and is not asked for each. Three quarters is
 * the share of RxJava and Reactor.
 */
final class FromPublisher<T> extends AbstractStream<T> {
    private final Flow.Publisher<? extends T> publisher;
    private final int prefetch;

    /** So many elements are asked for at once. */
    private final int batch;

    private int readOfBatch;

    /** Null before the first poll. */
    private @Nullable Prefetch<T> elements;

    FromPublisher(Flow.Publisher<? extends T> publisher, int prefetch) {
        if (prefetch < 1 || prefetch > Prefetch.MOST) {
            throw new IllegalArgumentException("A publisher is asked for 1 to " + Prefetch.MOST
                    + " elements ahead of the reader, but prefetch is " + prefetch + ".");
        }
        this.publisher = Objects.requireNonNull(publisher, "publisher");
        this.prefetch = prefetch;
        this.batch = prefetch - (prefetch >> 2);
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        Prefetch<T> elements = this.elements;
        if (elements == null) {
            elements = new Prefetch<>(prefetch, publisher.getClass().getName());
            this.elements = elements;
            publisher.subscribe(elements);
        }
        T element = elements.poll();
        if (element == null) {
            elements.register(cx.waker());
            boolean ended = elements.hasEnded(); // looked at before the queue: what came before the end is in there
            element = elements.poll();
            if (element == null) {
                if (ended) {
                    elements.throwFailure();
                    return end();
                }
                cx.refund();
                return Poll.pending();
            }
        }
        readOfBatch++;
        if (readOfBatch == batch) {
            readOfBatch = 0;
            elements.request(batch);
        }
        return readyWith(element);
    }

    @Override
    protected void released() {
        if (elements != null) {
            elements.close();
            elements = null;
        }
    }

    @Override
    protected String describe() {
        return "from(Flow.Publisher)";
    }
}
