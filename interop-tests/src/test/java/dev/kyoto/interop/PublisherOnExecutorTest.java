package dev.kyoto.interop;

import dev.kyoto.futures.Future;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.annotations.AfterClass;

/** Streams as publishers, each subscription run by an executor. */
public class PublisherOnExecutorTest extends PublisherTestCase {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @Override
    void spawn(Future<Void> subscription) {
        subscription.toCompletableFuture(executor);
    }

    @AfterClass
    public void shutDown() {
        executor.shutdown();
    }
}
