package dev.kyoto.task;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.Kyoto.pollFn;
import static dev.kyoto.Kyoto.ready;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks under keys. */
class JoinMapTest extends RuntimeTestCase {
    private JoinMap<String, Integer> map;

    @BeforeEach
    void makeMap() {
        map = new JoinMap<>(runtime);
    }

    @AfterEach
    void closeMap() {
        map.close();
    }

    private Future<Integer> later(int seconds, int value) {
        return async(() -> {
            try {
                sleep(ofSeconds(seconds)).await();
                return value;
            } finally {
                events.add("end of " + value);
            }
        });
    }

    /** {@code key=value}, or {@code key failed}. */
    private String joined() throws Exception {
        var entry = runtime.blockOn(map.joinNext());
        return entry == null
                ? "none"
                : entry.getKey()
                        + (entry.getValue().isSuccess()
                                ? "=" + entry.getValue().get()
                                : entry.getValue().isAborted() ? " aborted" : " failed");
    }

    @Test
    void tasksAreJoinedWithTheirKeysInTheOrderOfTheirEnds() throws Exception {
        map.spawn("c", later(3, 3));
        map.spawn("a", later(1, 1));
        map.spawn("b", () -> {
            sleep(ofSeconds(2)).await();
            throw new IOException("gone");
        });
        assertEquals(Set.of("a", "b", "c"), map.keys());

        assertEquals(List.of("a=1", "b failed", "c=3", "none"), List.of(joined(), joined(), joined(), joined()));
        assertTrue(map.isEmpty());
        assertEquals(List.of(), failures.seen());
    }

    @Test
    void blockingCodeIsATaskToo() throws Exception {
        map.spawnBlocking("job", () -> 7);

        assertEquals("job=7", joined());
    }

    @Test
    void taskUnderTheSameKeyReplacesTheFirst() throws Exception {
        map.spawn("a", later(1, 1));
        map.spawn("a", later(2, 2));
        assertEquals(1, map.size());

        assertEquals("a=2", joined());
        assertEquals("none", joined());
        assertEquals(
                List.of("end of 2"), events.stream().filter("end of 2"::equals).toList());
    }

    @Test
    void failureOfATaskThatWasReplacedAfterItsEndIsReported() throws Exception {
        AbortHandle failing = map.spawn("a", () -> {
            throw new IOException("gone");
        });
        while (!failing.isFinished()) {
            runtime.blockOn(sleep(ofSeconds(1)));
        }
        map.spawn("a", later(1, 2));

        assertEquals("a=2", joined());
        assertEquals(1, failures.seen().size(), failures.seen()::toString);
    }

    @Test
    void abortEndsTheTaskOfThatKeyOnly() throws Exception {
        map.spawn("a", later(60, 1));
        map.spawn("b", later(2, 2));

        assertTrue(map.abort("a"));
        assertFalse(map.abort("nobody"));

        assertEquals(Set.of("a aborted", "b=2"), Set.of(joined(), joined()));
    }

    @Test
    void abortIfEndsThoseWhoseKeysAreSuch() throws Exception {
        map.spawn("a1", later(60, 1));
        map.spawn("a2", later(60, 2));
        map.spawn("b", later(2, 3));

        map.abortIf(key -> key.startsWith("a"));

        assertEquals(Set.of("a1 aborted", "a2 aborted", "b=3"), Set.of(joined(), joined(), joined()));
    }

    @Test
    void joinNextThatLosesARaceLosesNothing() throws Exception {
        map.spawn("a", later(2, 7));

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), map.joinNext())));

        assertEquals("a=7", joined());
    }

    @Test
    void secondJoinerIsToldSo() throws Exception {
        map.spawn("a", later(60, 1));
        var first = PolledByHand.of(map.joinNext());
        assertTrue(first.poll().isPending());

        var error = assertThrows(
                IllegalStateException.class,
                () -> PolledByHand.of(map.joinNext()).poll());
        assertTrue(error.getMessage().contains("two tasks at once"), error.getMessage());

        first.cancel();
        assertTrue(PolledByHand.of(map.joinNext()).poll().isPending());
    }

    @Test
    void shutdownWaitsForTheCleanupOfAll() throws Exception {
        map.spawn("a", later(60, 1));
        map.spawn("b", later(60, 2));
        runtime.blockOn(sleep(ofSeconds(1)));

        runtime.blockOn(map.shutdown());

        assertEquals(Set.of("end of 1", "end of 2"), Set.copyOf(events));
        assertTrue(map.isEmpty());
        assertEquals("none", joined());
    }

    @Test
    void closedMapTakesNoMore() throws Exception {
        map.spawn("a", later(60, 1));
        map.close();
        map.close();

        assertThrows(IllegalStateException.class, () -> map.spawn("b", later(1, 2)));
        assertFalse(map.containsKey("a"));
        assertNull(runtime.blockOn(map.joinNext()));
    }

    @Test
    void detachedTasksRunOn() throws Exception {
        map.spawn("a", later(1, 1));

        map.detachAll();
        runtime.blockOn(sleep(ofSeconds(2)));

        assertEquals(List.of("end of 1"), events);
        assertTrue(map.isEmpty());
    }

    @Test
    void sizeFollowsWhatIsSpawnedAndJoined() throws Exception {
        map.spawn("1", later(1, 1));
        map.spawn("2", later(1, 2));
        for (int i = 0; i < 16; i++) {
            assertEquals(2, map.size());
            runtime.blockOn(map.joinNext());
            assertEquals(1, map.size());
            map.spawn("next " + i, later(1, i));
        }
    }

    @Test
    void closedMapAbortsItsTasks() throws Exception {
        AbortHandle task = map.spawn("a", later(60, 1));
        runtime.blockOn(sleep(ofSeconds(1)));

        map.close();
        runtime.blockOn(sleep(ofSeconds(1)));

        assertTrue(task.isFinished());
        assertEquals(List.of("end of 1"), events);
    }

    @Test
    void abortAllEndsWhatRunsAndKeepsWhatHasEnded() throws Exception {
        for (int i = 0; i < 5; i++) {
            map.spawn("slow " + i, later(60, i));
            map.spawn("quick " + i, later(1, i));
        }
        runtime.blockOn(sleep(ofSeconds(2)));

        map.abortAll();
        assertEquals(10, map.size());

        int aborted = 0;
        for (int i = 0; i < 10; i++) {
            if (joined().endsWith("aborted")) {
                aborted++;
            }
        }
        assertEquals(5, aborted);
        assertEquals("none", joined());
    }

    @Test
    void tasksOfARuntimeThatHasEndedAreJoinedAsAborted() throws Exception {
        try (Runtime gone = Runtime.builder().currentThread().build()) {
            map = new JoinMap<>(gone);
            map.spawn("key", later(1, 1));
        }

        assertEquals("key aborted", joined());
        assertEquals("none", joined());
    }

    @Test
    void joiningManyAtOnceGivesWay() throws Exception {
        for (int i = 0; i < 1000; i++) {
            map.spawn("key " + i, ready(1));
        }
        runtime.blockOn(sleep(ofSeconds(1)));

        int joinedInOneTurn = runtime.blockOn(pollFn(cx -> {
            int joined = 0;
            while (map.joinNext().poll(cx).isReady() && !map.isEmpty()) {
                joined++;
            }
            return Poll.ready(joined);
        }));

        assertTrue(joinedInOneTurn <= 128, () -> joinedInOneTurn + " were joined in one turn");
        assertEquals(1000 - joinedInOneTurn, map.size());
    }

    @Test
    void replacedTaskWhoseSuccessorWaitsIsNotJoined() throws Exception {
        map.spawn("a", ready(1));
        runtime.blockOn(sleep(ofSeconds(1)));
        map.spawn("a", later(2, 2));
        assertEquals(1, map.size());

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), map.joinNext())));

        assertEquals("a=2", joined());
        assertEquals("none", joined());
    }
}
