package dev.kyoto.futures.stream;

import static dev.kyoto.futures.Futures.blockOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Bounds;
import java.util.concurrent.Flow;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings of a publisher's thread, or a subscriber's, with the task that reads or sends. A lost wake never ends. */
@Tag("model-checking")
class FlowLincheckTest {
    /** Keeps what a stream subscribes with, and what it does to its subscription. */
    private static final class Publishing implements Flow.Publisher<Integer>, Flow.Subscription {
        volatile Flow.@Nullable Subscriber<? super Integer> subscriber;
        volatile long requested;
        volatile int cancels;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            requested += count;
        }

        @Override
        public void cancel() {
            cancels++;
        }
    }

    /** Asks for two elements, one after the other, and counts what it gets in plain fields. */
    private static final class Receiving implements Flow.Subscriber<Integer> {
        Flow.@Nullable Subscription subscription;
        int sum;
        boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(Integer element) {
            sum += element;
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    @Test
    void elementsAndEndReachTheReaderThroughTheRing() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var publisher = new Publishing();
            var stream = Streams.from(publisher, 2);
            Bounds.run(() -> assertTrue(Reader.poll(stream).isPending()));
            Flow.Subscriber<? super Integer> subscriber = publisher.subscriber;
            Bounds.run(
                    () -> {
                        subscriber.onSubscribe(publisher);
                        subscriber.onNext(1);
                        subscriber.onNext(2);
                        subscriber.onComplete();
                    },
                    () -> {
                        assertEquals(1, blockOn(stream.next()));
                        assertEquals(2, blockOn(stream.next()));
                        assertNull(blockOn(stream.next()));
                    });
        });
    }

    @Test
    void slotThatWasReadIsFreeForTheElementThatIsAskedForNext() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var publisher = new Publishing();
            var stream = Streams.from(publisher, 1);
            Bounds.run(() -> assertTrue(Reader.poll(stream).isPending()));
            Flow.Subscriber<? super Integer> subscriber = publisher.subscriber;
            Bounds.run(() -> subscriber.onSubscribe(publisher));
            Bounds.run(
                    () -> {
                        subscriber.onNext(1);
                        while (publisher.requested < 2) {
                            Thread.onSpinWait();
                        }
                        subscriber.onNext(2);
                    },
                    () -> {
                        assertEquals(1, blockOn(stream.next()));
                        assertEquals(2, blockOn(stream.next()));
                    });
        });
    }

    @Test
    void subscriptionIsCancelledOnceHoweverItMeetsTheClose() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var publisher = new Publishing();
            var stream = Streams.from(publisher, 1);
            Bounds.run(() -> assertTrue(Reader.poll(stream).isPending()));
            Flow.Subscriber<? super Integer> subscriber = publisher.subscriber;
            Bounds.run(() -> subscriber.onSubscribe(publisher), stream::close);
            assertEquals(1, publisher.cancels);
        });
    }

    @Test
    void publisherOnTwoThreadsAtOnceLosesNothingInSilence() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var publisher = new Publishing();
            var stream = Streams.from(publisher, 2);
            Bounds.run(() -> assertTrue(Reader.poll(stream).isPending()));
            Flow.Subscriber<? super Integer> subscriber = publisher.subscriber;
            Bounds.run(() -> subscriber.onSubscribe(publisher));
            Bounds.run(() -> subscriber.onNext(1), () -> subscriber.onNext(2));
            Bounds.run(() -> {
                try {
                    assertEquals(3, Reader.next(stream) + Reader.next(stream));
                } catch (IllegalStateException refused) {
                    assertTrue(refused.getMessage().contains("1.3"), refused.getMessage());
                }
            });
        });
    }

    @Test
    void requestsOfTwoThreadsAreServed() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var subscriber = new Receiving();
            var running = subscribed(subscriber, Streams.of(1, 2));
            Flow.Subscription subscription = subscriber.subscription;
            Bounds.run(() -> subscription.request(1), () -> subscription.request(2), () -> blockOn(running));
            assertEquals(3, subscriber.sum);
            assertTrue(subscriber.completed);
        });
    }

    @Test
    void cancelEndsWhatWaitsForARequest() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var subscriber = new Receiving();
            var running = subscribed(subscriber, Streams.of(1, 2));
            Flow.Subscription subscription = subscriber.subscription;
            Bounds.run(() -> subscription.request(1), subscription::cancel, () -> blockOn(running));
            assertTrue(subscriber.sum <= 1);
        });
    }

    @Test
    void cancelEndsWhatWaitsForAnElement() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var subscriber = new Receiving();
            var running = subscribed(subscriber, Streams.<Integer>pending());
            Flow.Subscription subscription = subscriber.subscription;
            Bounds.run(() -> subscription.request(1), subscription::cancel, () -> blockOn(running));
        });
    }

    private static Future<Void> subscribed(Receiving subscriber, Stream<Integer> stream) {
        Future<?>[] running = new Future<?>[1];
        stream.toPublisher(subscription -> running[0] = subscription).subscribe(subscriber);
        @SuppressWarnings("unchecked") // it yields nothing else
        Future<Void> subscription = (Future<Void>) running[0];
        return subscription;
    }
}
