package dev.kyoto.task;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Waiting for many tasks of which nothing is kept. */
class TaskTrackerTest extends RuntimeTestCase {
    private final TaskTracker tracker = new TaskTracker();

    @Test
    void drainedWhenClosedAndAllHaveEnded() throws Exception {
        runtime.blockOn(async(() -> {
            for (int i = 1; i <= 10; i++) {
                tracker.spawn(sleep(ofSeconds(i)).map(end -> events.add("ended")));
            }
            tracker.close();
            tracker.drained().await();
        }));

        assertEquals(10, events.size());
        assertTrue(tracker.isEmpty());
    }

    @Test
    void openTrackerIsNotDrained() throws Exception {
        var waiting = PolledByHand.of(tracker.drained());
        assertTrue(waiting.poll().isPending());

        tracker.close();

        assertEquals(1, waiting.wakes());
        assertTrue(waiting.poll().isReady());
    }

    @Test
    void reopenedTrackerWasDrainedForThoseWhoWaitedBefore() throws Exception {
        var before = PolledByHand.of(tracker.drained());
        before.poll();
        tracker.close();
        tracker.reopen();

        assertFalse(tracker.isClosed());
        assertTrue(before.poll().isReady());
        assertTrue(PolledByHand.of(tracker.drained()).poll().isPending());
    }

    @Test
    void closedTrackerStillTracks() throws Exception {
        tracker.close();
        var late = PolledByHand.of(tracker.track(pending()));
        var waiting = PolledByHand.of(tracker.drained());
        assertTrue(waiting.poll().isPending());
        assertEquals(1, tracker.size());

        late.cancel(); // unpolled

        assertTrue(waiting.poll().isReady());
    }

    @Test
    void failedFutureCountsAsEndedOnce() {
        var failing = PolledByHand.of(tracker.track(failed(new IOException("gone"))));

        assertThrows(IOException.class, failing::poll);
        failing.cancel();

        assertEquals(0, tracker.size());
    }

    @Test
    void abortedTaskHasEndedAfterItsCleanup() throws Exception {
        runtime.blockOn(async(() -> {
            var task = tracker.spawn(async(() -> {
                try {
                    sleep(ofSeconds(60)).await();
                } finally {
                    events.add("cleaned up");
                }
            }));
            sleep(ofSeconds(1)).await();
            tracker.close();
            task.abort();
            tracker.drained().await();
            events.add("drained");
        }));

        assertEquals(java.util.List.of("cleaned up", "drained"), events);
    }

    @Test
    void trackedTaskKeepsItsName() throws Exception {
        JoinHandle<Integer> task = runtime.spawn(tracker.track(async(() -> 1)));

        assertTrue(task.name().contains("TaskTrackerTest"), task.name());
        runtime.blockOn(task);
    }
}
