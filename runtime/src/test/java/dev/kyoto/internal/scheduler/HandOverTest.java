package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Poller;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Code that says that it will block: its post is handed over at once. */
class HandOverTest extends MonitorTestCase {
    @Test
    void handOverLetsAnotherThreadRunWhatFreesTheBlockedOne() throws Exception {
        start(1, 1);
        CountDownLatch freed = new CountDownLatch(1);

        int result = scheduler.blockOn(cx -> {
            scheduler.spawn(Poller.then(Poller.yielding(3, 0), counting(freed)), null); // in the slot of this worker
            try (HandOver handOver = HandOver.begin()) {
                assertTrue(handOver.isHandedOver());
                assertFalse(HandOver.begin().isHandedOver()); // once is enough
                awaitLatch(freed);
            }
            return Poll.ready(3);
        });

        assertEquals(3, result);
        assertEquals(4, scheduler.blockOn(Poller.yielding(3, 4)));
    }

    @Test
    @SuppressWarnings("try") // the resource is not named again
    void handOverIsNotReported() throws Exception {
        start(1, 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        JoinHandle<Integer> task = scheduler.spawn(
                cx -> {
                    try (HandOver handOver = HandOver.begin()) {
                        inside.countDown();
                        awaitLatch(release);
                    }
                    return Poll.ready(1);
                },
                null);
        inside.await();

        look(200);
        release.countDown();
        scheduler.blockOn(task);

        assertEquals(List.of(), news);
    }

    @Test
    @SuppressWarnings("try") // the resource is not named again
    void shortHandOversGoOnForEverWithTwoThreads() throws Exception {
        start(1, 1);
        int rounds = 2000;
        int done = scheduler.blockOn(new Future<Integer>() {
            private int left = rounds;

            @Override
            public Poll<Integer> poll(dev.kyoto.futures.Context cx) {
                if (left-- == 0) {
                    return Poll.ready(rounds);
                }
                try (HandOver handOver = HandOver.begin()) {
                    cx.defer();
                }
                return Poll.pending();
            }
        });

        assertEquals(rounds, done);
        assertEquals(2, scheduler.crew().workers().length);
    }

    @Test
    void handOverWithoutSparesJustBlocks() throws Exception {
        start(1, 0);

        assertEquals(false, scheduler.blockOn(cx -> {
            try (HandOver handOver = HandOver.begin()) {
                return Poll.ready(handOver.isHandedOver());
            }
        }));
    }
}
