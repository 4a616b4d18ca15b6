package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.LimitedContext;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FromPublisherTest {
    /** A publisher under the test's own hands, which says what the test says and records what it is asked. */
    private static final class Hand implements Flow.Publisher<String>, Flow.Subscription {
        final List<Long> requests = new ArrayList<>();
        int cancels;
        Flow.@Nullable Subscriber<? super String> subscriber;

        /** Runs within each request. */
        Runnable onRequest = () -> {};

        Runnable onCancel = () -> {};

        @Override
        public void subscribe(Flow.Subscriber<? super String> subscriber) {
            this.subscriber = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            requests.add(count);
            onRequest.run();
        }

        @Override
        public void cancel() {
            cancels++;
            onCancel.run();
        }

        void send(String... elements) {
            for (String element : elements) {
                subscriber.onNext(element);
            }
        }
    }

    private final Hand publisher = new Hand();
    private final Stream<String> stream = Streams.from(publisher, 4);

    @Test
    void subscribesWithTheFirstPollAndRequestsThePrefetch() throws Exception {
        assertNull(publisher.subscriber);

        assertTrue(Reader.poll(stream).isPending());
        assertTrue(Reader.poll(stream).isPending());

        assertEquals(List.of(4L), publisher.requests);
    }

    @Test
    void elementWakesTheReader() throws Exception {
        var next = PolledByHand.of(stream.next());
        next.poll();

        publisher.send("a");

        assertEquals(1, next.wakes());
        assertEquals("a", next.poll().value());
    }

    @Test
    void requestsAgainWhenThreeQuartersAreRead() throws Exception {
        Reader.poll(stream);
        publisher.send("a", "b", "c", "d");

        Reader.next(stream);
        Reader.next(stream);
        assertEquals(List.of(4L), publisher.requests);
        Reader.next(stream);

        assertEquals(List.of(4L, 3L), publisher.requests);
        assertEquals("d", Reader.next(stream));
    }

    @Test
    void prefetchOfOneRequestsEach() throws Exception {
        var one = Streams.from(publisher, 1);
        Reader.poll(one);
        publisher.send("a");
        Reader.next(one);
        publisher.send("b");

        assertEquals("b", Reader.next(one));

        assertEquals(List.of(1L, 1L, 1L), publisher.requests);
    }

    @Test
    void publisherThatAnswersWithinTheRequestIsReadThroughManyRounds() throws Exception {
        var sent = new int[1];
        publisher.onRequest = () -> {
            long asked = publisher.requests.get(publisher.requests.size() - 1);
            for (long i = 0; i < asked && sent[0] < 50; i++) {
                publisher.subscriber.onNext("e" + sent[0]++);
            }
            if (sent[0] == 50) {
                publisher.subscriber.onComplete();
            }
        };

        List<String> read = PolledByHand.of(stream.toList()).pollUntilIdle().value();

        assertEquals(50, read.size());
        assertEquals("e49", read.get(49));
    }

    @Test
    void completionIsTheEndAfterWhatCameBefore() throws Exception {
        Reader.poll(stream);
        publisher.send("a");
        publisher.subscriber.onComplete();

        assertEquals("a", Reader.next(stream));
        assertNull(Reader.next(stream));
        assertNull(Reader.next(stream));
        assertEquals(0, publisher.cancels, "it has ended by itself");
    }

    @Test
    void completionWakesTheReader() throws Exception {
        var next = PolledByHand.of(stream.next());
        next.poll();

        publisher.subscriber.onComplete();

        assertEquals(1, next.wakes());
        assertNull(next.poll().value());
    }

    @Test
    void errorIsTheFailureAsItIsAfterWhatCameBefore() throws Exception {
        var failure = new IOException("lost");
        Reader.poll(stream);
        publisher.send("a");
        publisher.subscriber.onError(failure);

        assertEquals("a", Reader.next(stream));
        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));
        assertNull(Reader.next(stream));
        assertEquals(0, publisher.cancels);
    }

    @Test
    void closingCancelsTheSubscriptionOnce() throws Exception {
        Reader.poll(stream);

        stream.close();
        stream.close();

        assertEquals(1, publisher.cancels);
        publisher.send("late");
        publisher.subscriber.onComplete();
    }

    @Test
    void closedBeforeItsFirstPollItNeverSubscribes() {
        stream.close();

        assertNull(publisher.subscriber);
    }

    @Test
    void subscriptionThatComesAfterTheCloseIsCancelled() throws Exception {
        var late = new ArrayList<Flow.Subscriber<? super String>>();
        Stream<String> slow = Streams.from((Flow.Publisher<String>) late::add);
        Reader.poll(slow);
        slow.close();

        late.get(0).onSubscribe(publisher);

        assertEquals(1, publisher.cancels);
        assertEquals(List.of(), publisher.requests);
    }

    @Test
    void secondSubscriptionIsCancelled() throws Exception {
        Reader.poll(stream);
        var second = new Hand();

        publisher.subscriber.onSubscribe(second);

        assertEquals(1, second.cancels);
        assertEquals(0, publisher.cancels);
    }

    @Test
    void droppedNextLosesNothing() throws Exception {
        var next = PolledByHand.of(stream.next());
        next.poll();
        publisher.send("a");

        next.cancel();

        assertEquals("a", Reader.next(stream));
    }

    @Test
    void moreThanRequestedIsRefused() throws Exception {
        Reader.poll(stream);
        publisher.send("a", "b", "c", "d", "e", "f");

        assertEquals(List.of("a", "b", "c", "d"), List.of(read(), read(), read(), read()));
        assertViolation("1.1");
        assertEquals(1, publisher.cancels);
    }

    @Test
    void elementBeforeTheSubscriptionIsRefused() throws Exception {
        var eager = new ArrayList<Flow.Subscriber<? super String>>();
        Stream<String> early = Streams.from((Flow.Publisher<String>) subscriber -> {
            eager.add(subscriber);
            subscriber.onNext("a");
        });

        var failure = assertThrows(IllegalStateException.class, () -> Reader.poll(early));

        assertTrue(failure.getMessage().contains("1.9"), failure.getMessage());
    }

    @Test
    void requestThatThrowsIsRefused() throws Exception {
        publisher.onRequest = () -> {
            throw new IllegalStateException("not now");
        };

        assertViolation("3.16");
    }

    @Test
    void cancelThatThrowsIsReported() throws Exception {
        var failure = new IllegalStateException("not now");
        publisher.onCancel = () -> {
            throw failure;
        };
        Reader.poll(stream);
        List<Throwable> reported = new ArrayList<>();
        Thread thread = Thread.currentThread();
        var before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, uncaught) -> reported.add(uncaught));

        try {
            stream.close();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertEquals(List.of(failure), reported);
    }

    @Test
    void subscribeThatThrowsIsTheFailure() {
        var failure = new IllegalStateException("closed");
        Stream<String> refused = Streams.from((Flow.Publisher<String>) subscriber -> {
            throw failure;
        });

        assertSame(failure, assertThrows(IllegalStateException.class, () -> Reader.poll(refused)));
    }

    @Test
    void nullsAreRefusedWhereTheyAreSignalled() throws Exception {
        Reader.poll(stream);

        assertThrows(NullPointerException.class, () -> publisher.subscriber.onNext(null));
        assertThrows(NullPointerException.class, () -> publisher.subscriber.onError(null));
        assertThrows(NullPointerException.class, () -> publisher.subscriber.onSubscribe(null));
    }

    @Test
    void prefetchOfNothingOrTooMuchIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Streams.from(publisher, 0));
        assertThrows(IllegalArgumentException.class, () -> Streams.from(publisher, Integer.MAX_VALUE));
    }

    @Test
    void budgetIsTakenForAnElementAndHandedBackWithoutOne() throws Exception {
        var cx = new LimitedContext(Waker.noop(), 1);
        assertTrue(stream.pollNext(cx).isPending());
        publisher.send("a", "b");

        assertEquals("a", stream.pollNext(cx).value());

        assertTrue(stream.pollNext(cx).isPending(), "the budget is used up");
        assertEquals("b", Reader.next(stream));
    }

    @Test
    void publisherOfTheJdkIsReadToItsEnd() throws Exception {
        try (var jdk = new SubmissionPublisher<String>(Runnable::run, 16)) {
            var all = PolledByHand.of(Streams.from(jdk, 2).toList());
            all.poll();
            for (int i = 0; i < 5; i++) {
                jdk.submit("e" + i);
                all.poll();
            }
            jdk.close();

            assertEquals(List.of("e0", "e1", "e2", "e3", "e4"), all.poll().value());
        }
    }

    private String read() throws Exception {
        return Reader.next(stream);
    }

    private void assertViolation(String rule) {
        var failure = assertThrows(IllegalStateException.class, () -> Reader.poll(stream));
        assertTrue(failure.getMessage().contains("rule " + rule), failure.getMessage());
        assertTrue(failure.getMessage().contains(Hand.class.getName()), failure.getMessage());
    }
}
