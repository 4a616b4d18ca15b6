package dev.kyoto.interop;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.annotations.AfterClass;

/** There and back: a stream as a publisher, read as a stream, which is a publisher again. */
public class PublisherOfPublisherTest extends PublisherTestCase {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @Override
    Stream<Long> elements(long count) {
        return Streams.from(super.elements(count).toPublisher(this::spawn), 5);
    }

    @Override
    void spawn(Future<Void> subscription) {
        subscription.toCompletableFuture(executor);
    }

    @AfterClass
    public void shutDown() {
        executor.shutdown();
    }
}
