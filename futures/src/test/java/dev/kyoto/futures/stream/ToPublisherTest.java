package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 240, threadMode = Timeout.ThreadMode.SAME_THREAD) // whose handler hears of failures
class ToPublisherTest {
    /** Records all signals, and asks for elements when the test says so. */
    private static final class Recorder implements Flow.Subscriber<String> {
        final List<Object> signals = new ArrayList<>();
        Flow.@Nullable Subscription subscription;

        /** Runs within each signal but the first. */
        Runnable onSignal = () -> {};

        /** Runs within the first. */
        Runnable onSubscribe = () -> {};

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            onSubscribe.run();
        }

        @Override
        public void onNext(String element) {
            record(element);
        }

        @Override
        public void onError(Throwable failure) {
            record(failure);
        }

        @Override
        public void onComplete() {
            record("complete");
        }

        private void record(Object signal) {
            signals.add(signal);
            onSignal.run();
        }
    }

    private final ScriptedStream source = ScriptedStream.of("a", "b", "c");
    private final Recorder subscriber = new Recorder();
    private final List<Throwable> reported = new ArrayList<>();
    private Thread.@Nullable UncaughtExceptionHandler before;

    /** The future of the subscription, which the test runs. */
    private @Nullable PolledByHand<Void> running;

    private final Flow.Publisher<String> publisher = source.toPublisher(this::run);

    private void run(Future<Void> subscription) {
        running = PolledByHand.of(subscription);
    }

    @BeforeEach
    void listenForReports() {
        before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    }

    @AfterEach
    void stopListening() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    @Test
    void nothingIsPolledBeforeItIsRequested() throws Exception {
        publisher.subscribe(subscriber);

        assertTrue(running.poll().isPending());

        assertEquals(0, source.polls);
    }

    @Test
    void asManyAsRequestedAreSent() throws Exception {
        publisher.subscribe(subscriber);
        running.poll();

        subscriber.subscription.request(2);
        assertEquals(1, running.wakes());
        assertTrue(running.poll().isPending());

        assertEquals(List.of("a", "b"), subscriber.signals);
        assertEquals(2, source.polls);
    }

    @Test
    void requestWithinOnSubscribeCounts() throws Exception {
        subscriber.onSubscribe = () -> subscriber.subscription.request(1);
        publisher.subscribe(subscriber);

        running.poll();

        assertEquals(List.of("a"), subscriber.signals);
    }

    @Test
    void requestWithinOnNextIsNoRecursion() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            source.add("more");
        }
        source.end();
        subscriber.onSignal = () -> subscriber.subscription.request(1);
        publisher.subscribe(subscriber);
        subscriber.subscription.request(1);

        assertTrue(running.poll().isReady());

        assertEquals(100_004, subscriber.signals.size());
    }

    @Test
    void elementThatComesLaterIsSent() throws Exception {
        publisher.subscribe(subscriber);
        subscriber.subscription.request(10);
        running.poll();
        int wakes = running.wakes();

        source.add("d");
        assertEquals(wakes + 1, running.wakes());
        running.poll();

        assertEquals(List.of("a", "b", "c", "d"), subscriber.signals);
    }

    @Test
    void requestsAddUpWithoutOverflow() throws Exception {
        publisher.subscribe(subscriber);
        subscriber.subscription.request(Long.MAX_VALUE);
        subscriber.subscription.request(Long.MAX_VALUE);
        source.end();

        running.poll();

        assertEquals(List.of("a", "b", "c", "complete"), subscriber.signals);
    }

    @Test
    void endCompletesAndTheStreamIsClosedBefore() throws Exception {
        publisher.subscribe(subscriber);
        subscriber.subscription.request(10);
        var closes = new ArrayList<Integer>();
        subscriber.onSignal = () -> closes.add(source.closes);
        source.end();

        assertTrue(running.poll().isReady());

        assertEquals(List.of(0, 0, 0, 1), closes);
    }

    @Test
    void failureIsTheErrorAsItIs() throws Exception {
        var failure = new IOException("lost");
        publisher.subscribe(subscriber);
        subscriber.subscription.request(10);
        source.fail(failure);

        assertTrue(running.poll().isReady());

        assertSame(failure, subscriber.signals.get(3));
        assertEquals(1, source.closes);
    }

    @Test
    void cancelClosesTheStreamInTheFuture() throws Exception {
        publisher.subscribe(subscriber);
        running.poll();

        subscriber.subscription.cancel();
        assertEquals(0, source.closes);
        assertEquals(1, running.wakes());
        assertTrue(running.poll().isReady());

        assertEquals(1, source.closes);
        assertEquals(List.of(), subscriber.signals);
    }

    @Test
    void cancelReachesAStreamThatIsPending() throws Exception {
        publisher.subscribe(subscriber);
        subscriber.subscription.request(10);
        running.poll();
        int wakes = running.wakes();

        subscriber.subscription.cancel();

        assertEquals(wakes + 1, running.wakes());
        assertTrue(running.poll().isReady());
        assertEquals(1, source.closes);
    }

    @Test
    void cancelWithinOnNextIsTheLastSignal() throws Exception {
        subscriber.onSignal = () -> subscriber.subscription.cancel();
        publisher.subscribe(subscriber);
        subscriber.subscription.request(10);

        assertTrue(running.poll().isReady());

        assertEquals(List.of("a"), subscriber.signals);
    }

    @Test
    void cancelledItIgnoresRequests() throws Exception {
        publisher.subscribe(subscriber);
        subscriber.subscription.cancel();

        subscriber.subscription.request(-1);
        subscriber.subscription.request(1);
        running.poll();

        assertEquals(List.of(), subscriber.signals);
    }

    @Test
    void requestOfNothingIsAnError() throws Exception {
        publisher.subscribe(subscriber);

        subscriber.subscription.request(0);
        assertTrue(running.poll().isReady());

        var failure = (IllegalArgumentException) subscriber.signals.get(0);
        assertTrue(failure.getMessage().contains("3.9"), failure.getMessage());
        assertEquals(1, source.closes);
    }

    @Test
    void secondSubscriberIsRefusedWithTheCure() {
        publisher.subscribe(subscriber);
        var second = new Recorder();

        publisher.subscribe(second);

        var failure = (IllegalStateException) second.signals.get(0);
        assertTrue(failure.getMessage().contains("Streams.publisher"), failure.getMessage());
        assertEquals(0, source.closes);
    }

    @Test
    void publisherOfManyMakesAStreamForEach() throws Exception {
        var made = new AtomicInteger();
        Flow.Publisher<Integer> many = Streams.publisher(() -> Streams.of(made.incrementAndGet()), this::run);
        List<Integer> read = new ArrayList<>();

        for (int i = 0; i < 2; i++) {
            var stream = Streams.from(many);
            Reader.poll(stream);
            running.poll();
            read.add(Reader.next(stream));
        }

        assertEquals(List.of(1, 2), read);
    }

    @Test
    void droppedFutureTellsTheSubscriber() throws Exception {
        publisher.subscribe(subscriber);
        running.poll();

        running.cancel();

        assertTrue(subscriber.signals.get(0) instanceof CancellationException);
        assertEquals(1, source.closes);
    }

    @Test
    void droppedAfterACancelItIsSilent() {
        publisher.subscribe(subscriber);
        subscriber.subscription.cancel();

        running.cancel();

        assertEquals(List.of(), subscriber.signals);
        assertEquals(1, source.closes);
    }

    @Test
    void whoDoesNotRunTheFutureIsTheError() {
        var refusal = new RejectedExecutionException("shut down");
        source.toPublisher(subscription -> {
                    throw refusal;
                })
                .subscribe(subscriber);

        assertEquals(List.of(refusal), subscriber.signals);
        assertEquals(1, source.closes);
    }

    @Test
    void executorThatRefusesIsAnErrorToo() {
        source.toPublisher(subscription -> subscription.toCompletableFuture(command -> {
                    throw new RejectedExecutionException("shut down");
                }))
                .subscribe(subscriber);

        assertTrue(subscriber.signals.get(0) instanceof CancellationException);
        assertEquals(1, source.closes);
    }

    @Test
    void onNextThatThrowsEndsTheFutureWithThat() throws Exception {
        var failure = new IllegalStateException("disk full");
        subscriber.onSignal = () -> {
            throw failure;
        };
        publisher.subscribe(subscriber);
        subscriber.subscription.request(2);

        assertSame(failure, assertThrows(IllegalStateException.class, running::poll));

        assertEquals(1, source.closes);
        assertEquals(List.of("a"), subscriber.signals);
    }

    @Test
    void onErrorThatThrowsInADropIsReported() throws Exception {
        var failure = new IllegalStateException("disk full");
        subscriber.onSignal = () -> {
            throw failure;
        };
        publisher.subscribe(subscriber);
        running.poll();

        running.cancel();

        assertEquals(List.of(failure), reported);
        assertEquals(1, source.closes);
    }

    @Test
    void onSubscribeThatThrowsIsReportedAndNothingRuns() {
        var failure = new IllegalStateException("not me");
        subscriber.onSubscribe = () -> {
            throw failure;
        };

        publisher.subscribe(subscriber);

        assertEquals(List.of(failure), reported);
        assertEquals(List.of(), subscriber.signals);
        assertEquals(1, source.closes);
    }

    @Test
    void nullSubscriberIsRefusedAndCostsNothing() {
        assertThrows(NullPointerException.class, () -> publisher.subscribe(null));

        publisher.subscribe(subscriber);

        assertEquals(List.of(), subscriber.signals);
    }
}
