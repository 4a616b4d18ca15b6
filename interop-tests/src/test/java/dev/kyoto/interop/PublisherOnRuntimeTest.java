package dev.kyoto.interop;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import org.testng.annotations.AfterClass;

/** Streams as publishers, each subscription a task of a runtime. */
public class PublisherOnRuntimeTest extends PublisherTestCase {
    private final Runtime runtime = Runtime.builder().workers(2).build();

    @Override
    void spawn(Future<Void> subscription) {
        runtime.spawn(subscription);
    }

    @AfterClass
    public void close() {
        runtime.close();
    }
}
