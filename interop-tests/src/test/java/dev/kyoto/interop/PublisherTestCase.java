package dev.kyoto.interop;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.lang.ref.WeakReference;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/** What publishers made of streams have in common, whoever runs them. */
abstract class PublisherTestCase extends FlowPublisherVerification<Long> {
    PublisherTestCase() {
        super(Patience.environment());
    }

    /** Runs the future of a subscription. */
    abstract void spawn(Future<Void> subscription);

    /** As many elements. */
    Stream<Long> elements(long count) {
        return Streams.from(LongStream.range(0, count).boxed());
    }

    @Override
    public final Flow.Publisher<Long> createFlowPublisher(long count) {
        return Streams.publisher(() -> elements(count), this::spawn);
    }

    @Override
    public final Flow.Publisher<Long> createFailedFlowPublisher() {
        return Streams.publisher(
                () -> {
                    throw new IllegalStateException("no stream");
                },
                this::spawn);
    }

    /**
     * The kit's own looks once, after a fixed time, in which a busy machine may not have come to drop anything. This one looks until
     * it is so.
     */
    @Override
    @Test(timeOut = 240_000)
    public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
            throws Throwable {
        TestEnvironment environment = Patience.environment();
        activePublisherTest(3, false, publisher -> {
            WeakReference<?> subscriber = cancelled(publisher, environment);
            while (subscriber.get() != null && !Thread.currentThread().isInterrupted()) {
                System.gc();
            }
            environment.verifyNoAsyncErrorsNoDelay();
        });
    }

    private static WeakReference<?> cancelled(Publisher<Long> publisher, TestEnvironment environment)
            throws InterruptedException {
        var subscriber = environment.newManualSubscriber(publisher);
        subscriber.request(1);
        subscriber.nextElement();
        subscriber.cancel();
        return new WeakReference<>(subscriber);
    }
}
