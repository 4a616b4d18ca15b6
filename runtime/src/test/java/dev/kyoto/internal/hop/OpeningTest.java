package dev.kyoto.internal.hop;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Something that is opened by a thread of the pool while nobody waits for it any more. */
class OpeningTest extends RuntimeTestCase {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch mayOpen = new CountDownLatch(1);

    private final Opening<AutoCloseable> opening = new Opening<>("opening", () -> {
        try {
            mayOpen.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return closed::countDown;
    });

    @Test
    void whatIsOpenedAfterTheDropIsClosed() throws Exception {
        begin();
        opening.cancel();
        assertFalse(closed.getCount() == 0);
        mayOpen.countDown();
        closed.await();
    }

    @Test
    void whatIsOpenedButWasNotDeliveredIsClosedByTheDrop() throws Exception {
        begin();
        mayOpen.countDown();
        while (runtime.metrics().blockingFinished() == 0) {
            Thread.onSpinWait();
        }
        opening.cancel();
        closed.await();
    }

    @Test
    void whatWasDeliveredStaysOpen() throws Exception {
        mayOpen.countDown();
        runtime.blockOn(opening);
        opening.cancel();
        assertTrue(closed.getCount() == 1);
    }

    /** Polls it once, until a thread has begun. */
    private void begin() throws Exception {
        runtime.blockOn(async(() -> {
            pollFn(cx -> Poll.ready(opening.poll(cx).isPending())).await();
            while (runtime.metrics().blockingActive() == 0) {
                yieldNow().await();
            }
        }));
    }
}
