package dev.kyoto.task;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tasks that are joined in the order in which they end. */
class JoinSetTest extends RuntimeTestCase {
    @Test
    void tasksAreJoinedInTheOrderOfTheirEnds() throws Exception {
        List<Integer> joined = runtime.blockOn(async(() -> {
            List<Integer> values = new ArrayList<>();
            try (var set = new JoinSet<Integer>()) {
                set.spawn(later(3, 3));
                set.spawn(later(1, 1));
                set.spawn(later(2, 2));
                Outcome<Integer> done;
                while ((done = set.joinNext().await()) != null) {
                    values.add(done.get());
                }
            }
            return values;
        }));

        assertEquals(List.of(1, 2, 3), joined);
    }

    @Test
    void outcomeSaysWhichTaskItWasAndHowItEnded() throws Exception {
        IOException failure = new IOException("gone");
        var set = new JoinSet<Integer>(runtime);
        AbortHandle failing = set.spawn("failing", async(() -> {
            throw failure;
        }));

        Outcome<Integer> outcome = runtime.blockOn(set.joinNext());

        assertEquals(failing.id(), outcome.task().id());
        assertEquals("failing", outcome.task().name());
        assertSame(failure, outcome.failure());
        assertFalse(outcome.isSuccess());
        assertFalse(outcome.isAborted());
        assertSame(failure, assertThrows(IOException.class, outcome::get));
        assertNull(runtime.blockOn(set.joinNext()));
        assertEquals(List.of(), failures.seen());
    }

    @Test
    void abortedTaskIsJoinedAsAborted() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        set.spawn(later(60, 1)).abort();

        Outcome<Integer> outcome = runtime.blockOn(set.joinNext());

        assertTrue(outcome.isAborted());
        assertThrows(CancellationException.class, outcome::get);
    }

    @Test
    void joinNextThatLosesARaceLosesNothing() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        set.spawn(later(2, 7));

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), set.joinNext())));

        assertEquals(7, runtime.blockOn(set.joinNext()).get());
    }

    @Test
    void triedJoinNeverWaits() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        AbortHandle task = set.spawn(later(1, 7));

        assertNull(set.tryJoinNext());
        assertEquals(1, set.size());
        runtime.blockOn(sleep(ofSeconds(2)));
        assertTrue(task.isFinished());

        Outcome<Integer> outcome = set.tryJoinNext();
        assertNotNull(outcome);
        assertEquals(7, outcome.get());
        assertTrue(set.isEmpty());
    }

    @Test
    void onlyTheTaskThatHasEndedIsLookedAt() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        for (int i = 0; i < 1000; i++) {
            set.spawn(later(3600, i));
        }
        set.spawn(later(1, -1));
        var next = PolledByHand.of(set.joinNext());
        assertTrue(next.poll().isPending());

        runtime.blockOn(sleep(ofSeconds(2)));

        assertEquals(1, next.wakes());
        assertEquals(-1, next.poll().value().get());
        set.close();
    }

    @Test
    void joinAllYieldsEachValue() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        for (int i = 0; i < 500; i++) {
            set.spawn(later(i % 7, 1));
        }
        set.spawnBlocking(() -> 1);

        assertEquals(
                501, runtime.blockOn(set.joinAll()).stream().mapToInt(i -> i).sum());
        assertEquals(List.of(), runtime.blockOn(set.joinAll()));
    }

    @Test
    void joinAllEndsTheOthersWhenOneFailed() {
        var set = new JoinSet<Integer>(runtime);
        IOException failure = new IOException("gone");
        AbortHandle slow = set.spawn(later(60, 1));
        set.spawn(async(() -> {
            sleep(ofSeconds(1)).await();
            throw failure;
        }));

        assertSame(failure, assertThrows(IOException.class, () -> runtime.blockOn(set.joinAll())));

        assertTrue(slow.isFinished());
        assertTrue(set.isEmpty());
        assertEquals(1_000_000_000L, clock.nanos());
    }

    @Test
    void shutdownWaitsForTheCleanup() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        for (int i = 0; i < 20; i++) {
            set.spawn(async(() -> {
                try {
                    sleep(ofSeconds(60)).await();
                } finally {
                    events.add("cleaned up");
                }
                return 1;
            }));
        }
        runtime.blockOn(sleep(ofSeconds(1)));

        runtime.blockOn(set.shutdown());

        assertEquals(20, events.size());
        assertTrue(set.isEmpty());
        assertEquals(1_000_000_000L, clock.nanos());
    }

    @Test
    void closedSetAbortsItsTasksAndTakesNoMore() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        AbortHandle task = set.spawn(later(60, 1));

        set.close();
        set.close();

        runtime.blockOn(async(() -> {
            while (!task.isFinished()) {
                yieldNow().await();
            }
        }));
        assertEquals(0, clock.nanos());
        assertTrue(set.isEmpty());
        assertThrows(IllegalStateException.class, () -> set.spawn(later(1, 1)));
    }

    @Test
    void detachedTasksRunOnAndTheirFailuresAreReported() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        set.spawn(later(1, 1).map(one -> {
            events.add("ran on");
            return one;
        }));
        set.spawn(async(() -> {
            sleep(ofSeconds(1)).await();
            throw new IOException("gone");
        }));

        set.detachAll();
        assertTrue(set.isEmpty());
        set.close();
        runtime.blockOn(sleep(ofSeconds(5)));

        assertEquals(List.of("ran on"), events);
        assertEquals(1, failures.seen().size());
    }

    @Test
    void twoTasksThatAwaitOneSetAreToldSo() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        set.spawn(later(60, 1));
        var first = PolledByHand.of(set.joinNext());
        first.poll();
        var second = PolledByHand.of(set.joinNext());

        var error = assertThrows(IllegalStateException.class, second::poll);
        assertTrue(error.getMessage().contains("two tasks"), error.getMessage());

        first.cancel();
        var third = PolledByHand.of(set.joinNext());
        assertTrue(third.poll().isPending());
        third.cancel();
        set.close();
    }

    @Test
    void spawnWithoutARuntimeNamesTheCure() {
        var set = new JoinSet<Integer>();
        var error = assertThrows(IllegalStateException.class, () -> set.spawn(later(1, 1)));
        assertTrue(error.getMessage().contains("Kyoto.run"), error.getMessage());
    }

    @Test
    void manyEndsRacingWithTheJoinerAreAllJoined() throws Exception {
        int joined = runtime.blockOn(async(() -> {
            int count = 0;
            try (var set = new JoinSet<Integer>()) {
                for (int round = 0; round < 200; round++) {
                    for (int i = 0; i < 20; i++) {
                        set.spawn(ready(i));
                    }
                    while (set.joinNext().await() != null) {
                        count++;
                    }
                }
            }
            return count;
        }));

        assertEquals(4000, joined);
    }

    private static Future<Integer> later(int seconds, int value) {
        return async(() -> {
            sleep(ofSeconds(seconds)).await();
            return value;
        });
    }

    @Test
    void sizeFollowsWhatIsSpawnedAndJoined() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        set.spawn(later(1, 1));
        set.spawn(later(1, 1));
        assertEquals(2, set.size());

        for (int i = 0; i < 16; i++) {
            assertEquals(1, runtime.blockOn(set.joinNext()).get());
            assertEquals(1, set.size());
            set.spawn(later(1, 1));
            assertEquals(2, set.size());
        }
        set.close();
    }

    @Test
    void tasksOfARuntimeThatHasEndedAreJoinedAsAborted() throws Exception {
        JoinSet<Integer> set;
        try (Runtime gone = Runtime.builder().currentThread().build()) {
            set = new JoinSet<>(gone);
            set.spawn(later(1, 1));
        }

        assertTrue(runtime.blockOn(set.joinNext()).isAborted());
        assertNull(runtime.blockOn(set.joinNext()));
    }

    @Test
    void abortAllEndsWhatRunsAndKeepsWhatHasEnded() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        for (int i = 0; i < 5; i++) {
            set.spawn(later(60, 1));
            set.spawn(later(1, 1));
        }
        runtime.blockOn(sleep(ofSeconds(2)));

        set.abortAll();
        assertEquals(10, set.size());

        int aborted = 0;
        int ended = 0;
        for (Outcome<Integer> one = runtime.blockOn(set.joinNext());
                one != null;
                one = runtime.blockOn(set.joinNext())) {
            if (one.isAborted()) {
                aborted++;
            } else {
                ended += one.get();
            }
        }
        assertEquals(List.of(5, 5), List.of(aborted, ended));
        assertEquals(2_000_000_000L, clock.nanos());
    }

    @Test
    void joiningManyAtOnceGivesWay() throws Exception {
        var set = new JoinSet<Integer>(runtime);
        for (int i = 0; i < 1000; i++) {
            set.spawn(ready(1));
        }
        runtime.blockOn(sleep(ofSeconds(1)));

        int joinedInOneTurn = runtime.blockOn(pollFn(cx -> {
            int joined = 0;
            while (set.pollJoinNext(cx).isReady() && !set.isEmpty()) {
                joined++;
            }
            return Poll.ready(joined);
        }));

        assertTrue(joinedInOneTurn <= 128, () -> joinedInOneTurn + " were joined in one turn");
        assertEquals(1000 - joinedInOneTurn, set.size());
    }
}
