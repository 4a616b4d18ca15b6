package dev.kyoto.interop;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/** The subscriber by which a stream reads a publisher, while the kit says how many elements are read. */
public class SubscriberWhiteboxTest extends FlowSubscriberWhiteboxVerification<Integer> {
    public SubscriberWhiteboxTest() {
        super(Patience.environment());
    }

    @Override
    protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
        return new Probed(probe);
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    /** Passes all signals on, and tells the kit of them. */
    private static final class Probed implements Flow.Subscriber<Integer>, SubscriberPuppet {
        private final WhiteboxSubscriberProbe<Integer> probe;
        private final Stream<Integer> stream;
        private final Flow.Subscriber<Integer> subscriber;

        /** How many elements the kit wants to be read. Guarded by the lock of this object, as is the stream. */
        private long wanted;

        private boolean closed;

        Probed(WhiteboxSubscriberProbe<Integer> probe) {
            this.probe = probe;
            var captured = new Captured();
            this.stream = Streams.from(captured, 1);
            read();
            this.subscriber = captured.subscriber();
        }

        /** Polls, which is what subscribes, and reads what is there if it is wanted. */
        private synchronized void read() {
            try {
                while (!closed && Futures.nowOrNever(stream.next()).isReady() && wanted > 0) {
                    wanted--;
                }
            } catch (Exception ended) {
                closed = true;
            }
        }

        @Override
        public synchronized void triggerRequest(long elements) {
            wanted += elements;
            read();
        }

        @Override
        public synchronized void signalCancel() {
            closed = true;
            stream.close();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
            probe.registerOnSubscribe(this);
        }

        @Override
        public void onNext(Integer element) {
            subscriber.onNext(element);
            probe.registerOnNext(element);
            read();
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(failure);
            probe.registerOnError(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
            probe.registerOnComplete();
        }
    }
}
