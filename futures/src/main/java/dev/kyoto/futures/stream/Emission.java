package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Serves one subscriber with the elements of one stream, as a future that somebody runs: all signals but {@code onSubscribe} come
 * from its polls, so they come one after the other. The stream is polled only while the subscriber is owed an element.
 *
 * <p>The stream is closed before the last signal. Dropped, the future tells the subscriber so, who could wait for ever otherwise.
 */
final class Emission<T> extends AbstractFuture<@Nullable Void> {
    private final Stream<? extends T> stream;
    private final Demand demand = new Demand();

    /** Null at the end, so that who keeps this keeps no subscriber (rule 3.13). */
    private Flow.@Nullable Subscriber<? super T> subscriber;

    /** Taken from the demand, and not served yet. */
    private long owed;

    Emission(Stream<? extends T> stream, Flow.Subscriber<? super T> subscriber) {
        this.stream = stream;
        this.subscriber = subscriber;
    }

    /** What the subscriber holds. */
    Demand demand() {
        return demand;
    }

    @Override
    @SuppressWarnings("NullAway") // there as long as this future has not ended
    protected Poll<@Nullable Void> step(Context cx) {
        Flow.Subscriber<? super T> receiver = subscriber;
        while (true) {
            if (demand.isCancelled()) {
                end();
                return readyWith(null);
            }
            IllegalArgumentException offence = demand.offence();
            if (offence != null) {
                end();
                receiver.onError(offence);
                return readyWith(null);
            }
            if (owed == 0) {
                owed = demand.take();
            }
            if (owed == 0) {
                demand.register(cx.waker());
                owed = demand.take();
                if (owed == 0 && !demand.isOver()) {
                    return Poll.pending();
                }
            } else if (serve(receiver, cx)) {
                if (subscriber == null) {
                    return readyWith(null);
                }
            } else {
                demand.register(cx.waker()); // to be cancelled while the stream has nothing
                if (!demand.isOver()) {
                    return Poll.pending();
                }
            }
        }
    }

    /** Polls the stream and signals what comes of it; false if that is nothing yet. */
    private boolean serve(Flow.Subscriber<? super T> receiver, Context cx) {
        Poll<? extends @Nullable T> poll;
        try {
            poll = stream.pollNext(cx);
        } catch (Throwable failure) {
            end();
            receiver.onError(failure);
            return true;
        }
        if (poll.isPending()) {
            return false;
        }
        T element = poll.value();
        if (element == null) {
            end();
            receiver.onComplete();
            return true;
        }
        owed--;
        try {
            receiver.onNext(element);
        } catch (Throwable failure) { // against rule 2.13: as good as cancelled, and a failure of whoever runs this
            end();
            throw failure;
        }
        return true;
    }

    private void end() {
        demand.close();
        subscriber = null;
        stream.close();
    }

    /** Ends this with {@code failure}, unless it has ended, or the subscriber has cancelled it. */
    void fail(Throwable failure) {
        Flow.Subscriber<? super T> receiver = subscriber;
        if (receiver == null) {
            return;
        }
        boolean cancelled = demand.isCancelled();
        end();
        if (!cancelled) {
            try {
                receiver.onError(failure);
            } catch (Throwable ofTheSubscriber) {
                Uncaught.report(ofTheSubscriber);
            }
        }
    }

    @Override
    protected void dropped() {
        fail(new CancellationException(
                "The future that serves this subscriber was dropped: whoever ran it, an executor or a runtime, has come to"
                        + " its end, or has cancelled it."));
    }

    @Override
    protected String describe() {
        return "toPublisher(…)";
    }
}
