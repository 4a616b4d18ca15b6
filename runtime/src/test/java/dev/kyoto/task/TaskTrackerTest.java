package dev.kyoto.task;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

        assertEquals(List.of("cleaned up", "drained"), events);
    }

    @Test
    void trackedTaskKeepsItsName() throws Exception {
        JoinHandle<Integer> task = runtime.spawn(tracker.track(async(() -> 1)));

        assertTrue(task.name().contains("TaskTrackerTest"), task.name());
        runtime.blockOn(task);
    }

    @Test
    void trackerIsClosedAndReopenedAsOftenAsOneLikes() {
        assertFalse(tracker.isClosed());
        tracker.close();
        tracker.close();
        assertTrue(tracker.isClosed());

        tracker.reopen();
        tracker.reopen();

        assertFalse(tracker.isClosed());
        assertTrue(tracker.isEmpty());
        assertEquals(0, tracker.size());
    }

    @Test
    void sizeCountsWhatIsTracked() {
        var tracked = tracked(10);
        assertEquals(10, tracker.size());
        assertFalse(tracker.isEmpty());

        for (int i = 9; i >= 0; i--) {
            tracked.get(i).cancel();
            assertEquals(i, tracker.size());
        }
    }

    @Test
    void emptyClosedTrackerIsDrainedAtOnce() throws Exception {
        tracker.close();

        assertTrue(PolledByHand.of(tracker.drained()).poll().isReady());
    }

    @Test
    void drainedBetweenTwoTasksIsDrained() throws Exception {
        tracker.close();
        var task = tracked(1).get(0);
        var waiting = PolledByHand.of(tracker.drained());
        assertTrue(waiting.poll().isPending());

        task.cancel();
        tracked(1);

        assertTrue(waiting.poll().isReady());
    }

    @Test
    void openTrackerIsNotDrainedBetweenTwoTasks() throws Exception {
        var task = tracked(1).get(0);
        var waiting = PolledByHand.of(tracker.drained());
        assertTrue(waiting.poll().isPending());

        task.cancel();
        tracked(1);

        assertTrue(waiting.poll().isPending());
    }

    @Test
    void trackerMayBeClosedBeforeBetweenOrAfterTheEndsOfItsTasks() throws Exception {
        int tasks = 5;
        for (int closedAfter = 0; closedAfter <= tasks; closedAfter++) {
            tracker.reopen();
            var tracked = tracked(tasks);
            var waiting = PolledByHand.of(tracker.drained());
            for (int i = 0; i < tasks; i++) {
                if (i == closedAfter) {
                    tracker.close();
                }
                assertTrue(waiting.poll().isPending());
                tracked.get(i).cancel();
            }
            if (closedAfter == tasks) {
                assertTrue(waiting.poll().isPending());
                tracker.close();
            }

            assertTrue(waiting.poll().isReady());
        }
    }

    @Test
    void everyoneWhoWaitsIsTold() throws Exception {
        List<PolledByHand<?>> crowd = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            crowd.add(PolledByHand.of(tracker.drained()));
            assertTrue(crowd.get(i).poll().isPending());
        }

        tracker.close();

        for (var one : crowd) {
            assertEquals(1, one.wakes());
            assertTrue(one.poll().isReady());
        }
    }

    @Test
    void tasksThatKeepToOneThreadAreTracked() throws Exception {
        try (Runtime local = Runtime.builder().local().build()) {
            local.blockOn(async(() -> {
                tracker.close();
                for (int i = 0; i < 8; i++) {
                    tracker.spawn(async(() -> 1));
                }
                assertEquals(8, tracker.size());
                tracker.drained().await();
            }));
        }

        assertTrue(tracker.isEmpty());
    }

    private List<Future<Integer>> tracked(int count) {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(tracker.track(pending()));
        }
        return futures;
    }
}
