package dev.kyoto.interop;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

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
}
