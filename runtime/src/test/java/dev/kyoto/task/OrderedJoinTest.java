package dev.kyoto.task;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.nowOrNever;
import static dev.kyoto.Kyoto.scope;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.timeout;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.FuturesOrdered;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tasks that are joined in the order in which they were spawned: their handles, in a {@code FuturesOrdered}. */
class OrderedJoinTest extends RuntimeTestCase {
    private final FuturesOrdered<Integer> queue = new FuturesOrdered<>();

    private JoinHandle<Integer> spawn(int seconds, int value) {
        JoinHandle<Integer> task = runtime.spawn(async(() -> {
            sleep(ofSeconds(seconds)).await();
            return value;
        }));
        queue.push(task);
        return task;
    }

    @Test
    void tasksThatEndInAnyOrderAreJoinedInThatOfTheirSpawns() throws Exception {
        for (int i = 0; i < 5; i++) {
            spawn(5 - i, i);
        }

        List<Integer> joined = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            joined.add(runtime.blockOn(queue.next()));
        }

        assertEquals(List.of(0, 1, 2, 3, 4), joined);
        assertNull(runtime.blockOn(queue.next()));
    }

    @Test
    void laterTasksCanBeSpawnedWhileEarlierOnesAreJoined() throws Exception {
        spawn(1, 0);
        spawn(1, 1);
        for (int i = 2; i < 18; i++) {
            assertEquals(i - 2, runtime.blockOn(queue.next()));
            spawn(1, i);
        }
    }

    @Test
    void whoWaitsForTheFirstIsWokenByItsEnd() throws Exception {
        spawn(1, 42);
        var next = PolledByHand.of(queue.next());
        assertTrue(next.poll().isPending());
        assertEquals(0, next.wakes());

        runtime.blockOn(sleep(ofSeconds(2)));

        assertEquals(1, next.wakes());
        assertEquals(42, next.poll().value());
    }

    @Test
    void abortedTasksAreToldInTheirTurn() throws Exception {
        for (int i = 0; i < 8; i++) {
            JoinHandle<Integer> task = spawn(8 - i, i);
            if (i % 2 != 0) {
                task.abort();
            }
        }

        for (int i = 0; i < 8; i++) {
            if (i % 2 != 0) {
                assertThrows(CancellationException.class, () -> runtime.blockOn(queue.next()));
            } else {
                assertEquals(i, runtime.blockOn(queue.next()));
            }
        }
    }

    @Test
    void handlesInAQueueNameTheirTasksAndAbortThem() throws Exception {
        Deque<JoinHandle<Integer>> tasks = new ArrayDeque<>();
        for (int i = 0; i < 3; i++) {
            int value = i;
            tasks.add(runtime.spawn(async(() -> {
                sleep(ofSeconds(1 + value)).await();
                return value;
            })));
        }
        assertEquals(3, tasks.stream().map(JoinHandle::id).distinct().count());
        assertEquals(0, runtime.blockOn(tasks.remove()));

        tasks.forEach(JoinHandle::abort);

        for (JoinHandle<Integer> task : tasks) {
            assertThrows(CancellationException.class, () -> runtime.blockOn(task));
        }
    }

    @Test
    void triedJoinTakesNobodyBeforeItsTurn() throws Exception {
        spawn(2, 1);
        spawn(3, 2);
        spawn(1, 3);

        runtime.blockOn(sleep(ofMillis(1500))); // by then the third has ended
        assertTrue(nowOrNever(queue.next()).isPending());
        runtime.blockOn(sleep(ofSeconds(1)));
        assertEquals(1, nowOrNever(queue.next()).value());
        assertTrue(nowOrNever(queue.next()).isPending());
        runtime.blockOn(sleep(ofSeconds(1)));

        assertEquals(2, nowOrNever(queue.next()).value());
        assertEquals(3, nowOrNever(queue.next()).value());
        assertNull(nowOrNever(queue.next()).value());
    }

    @Test
    void tasksOfAScopeThatIsDroppedAreAbortedThoughTheyAreJoinedInOrder() throws Exception {
        var joining = scope(s -> {
            var ordered = new FuturesOrdered<Integer>();
            for (int i = 0; i < 5; i++) {
                ordered.push(s.spawn(async(() -> {
                    try {
                        sleep(ofSeconds(60)).await();
                        return 1;
                    } finally {
                        events.add("dropped");
                    }
                })));
            }
            return ordered.next().await();
        });

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), joining)));
        runtime.blockOn(sleep(ofSeconds(1)));

        assertEquals(5, events.size());
        assertEquals(ofSeconds(2).toNanos(), clock.nanos());
    }
}
