package dev.kyoto.interop;

import dev.kyoto.futures.stream.Streams;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;

/** The subscriber by which a stream reads a publisher, while a task reads the stream to its end. */
public class SubscriberBlackboxTest extends FlowSubscriberBlackboxVerification<Integer> {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    public SubscriberBlackboxTest() {
        super(Patience.environment());
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
        var captured = new Captured();
        Streams.from(captured, 4).count().toCompletableFuture(executor);
        return captured.subscriber();
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    @AfterClass
    public void shutDown() {
        executor.shutdown();
    }
}
