package dev.kyoto.dump;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.pin;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.tryJoin;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofHours;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.futures.sync.OnceCell;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.futures.sync.RwLock;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.VirtualClock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Circles of tasks that wait for each other, and what looks like one. */
class DeadlockTest {
    private final Runtime runtime =
            Runtime.builder().currentThread().clock(new VirtualClock()).seed(1).build();
    private final Mutex one = new Mutex();
    private final Mutex two = new Mutex();

    @AfterEach
    void close() {
        runtime.close();
    }

    private void settle() throws Exception {
        for (int i = 0; i < 10; i++) {
            runtime.blockOn(yieldNow());
        }
    }

    /** The names of the tasks of the circle, each before the one that it waits for. */
    private List<String> circle() throws Exception {
        settle();
        List<Deadlock> deadlocks = runtime.dump().deadlocks();
        assertTrue(deadlocks.size() <= 1, deadlocks.toString());
        return deadlocks.isEmpty()
                ? List.of()
                : deadlocks.get(0).waits().stream()
                        .map(Deadlock.Wait::name)
                        .sorted()
                        .toList();
    }

    private Future<String> lockBoth(Mutex first, Mutex second) {
        return async(() -> {
            try (var outer = first.lock().await()) {
                yieldNow().await();
                try (var inner = second.lock().await()) {
                    return "both";
                }
            }
        });
    }

    /** Holds {@code lock}, and then waits for what it gets. */
    private Future<String> whileHolding(Mutex lock, Future<?> awaited) {
        return async(() -> {
            try (var guard = lock.lock().await()) {
                yieldNow().await();
                awaited.await();
                return "done";
            }
        });
    }

    @Test
    void twoTasksThatLockInOppositeOrder() throws Exception {
        runtime.spawn("left", lockBoth(one, two));
        runtime.spawn("right", lockBoth(two, one));

        assertEquals(List.of("left", "right"), circle());
    }

    @Test
    void circleIsToldWithItsLocksAndLines() throws Exception {
        long left = runtime.spawn("left", lockBoth(one, two)).id();
        long right = runtime.spawn("right", lockBoth(two, one)).id();
        settle();

        RuntimeDump dump = runtime.dump();

        String text = dump.toString().replaceAll("#\\d+", "#n").replaceAll("dev.kyoto.dump.DeadlockTest.", "");
        int line = Objects.requireNonNull(dump.deadlocks().get(0).waits().get(0).at())
                .getLineNumber();
        assertTrue(text.contains("""
                1 DEADLOCK

                DEADLOCK: 2 tasks wait for each other
                """), text);
        assertTrue(text.contains("""
                  task %d (left)
                    waits for Mutex#n, at lockBoth(DeadlockTest.java:%d)
                    which task %d holds, at lockBoth(DeadlockTest.java:%d)
                """.formatted(left, line, right, line)), text);
        assertTrue(dump.toJson().contains("\"deadlocks\":[{\"waits\":[{\"task\":"), dump.toJson());
    }

    @Test
    void taskThatJoinsWhoWantsItsLock() throws Exception {
        JoinHandle<String> child = runtime.spawn("child", async(() -> {
            yieldNow().await();
            yieldNow().await();
            try (var guard = one.lock().await()) {
                return "never";
            }
        }));
        runtime.spawn("parent", whileHolding(one, child));

        assertEquals(List.of("child", "parent"), circle());
        assertTrue(runtime.dump().toString().contains("waits for the end of task " + child.id()));
    }

    @Test
    void taskThatLocksAMutexTwice() throws Exception {
        runtime.spawn("selfish", lockBoth(one, one));

        assertEquals(List.of("selfish"), circle());
        assertTrue(runtime.dump().toString().contains("DEADLOCK: a task waits for itself"));
    }

    @Test
    void lockThatIsHeldByWithLock() throws Exception {
        runtime.spawn("selfish", one.withLock(() -> one.withLock(() -> "never").await()));

        assertEquals(List.of("selfish"), circle());
    }

    @Test
    void readerAndWriter() throws Exception {
        RwLock lock = new RwLock();
        runtime.spawn("reader", async(() -> {
            try (var guard = lock.read().await()) {
                yieldNow().await();
                try (var other = one.lock().await()) {
                    return "never";
                }
            }
        }));
        runtime.spawn("writer", whileHolding(one, lock.write()));

        assertEquals(List.of("reader", "writer"), circle());
    }

    @Test
    void cellWhoseBlockAsksForItsValue() throws Exception {
        OnceCell<String> cell = new OnceCell<>();
        runtime.spawn(
                "recursive", cell.getOrInit(() -> cell.getOrInit(() -> "x").await()));

        assertEquals(List.of("recursive"), circle());
    }

    @Test
    void threeInACircleAndOneBehind() throws Exception {
        Mutex three = new Mutex();
        runtime.spawn("a", lockBoth(one, two));
        runtime.spawn("b", lockBoth(two, three));
        runtime.spawn("c", lockBoth(three, one));
        runtime.spawn("behind", async(() -> {
            yieldNow().await();
            return one.lock().await();
        }));

        assertEquals(List.of("a", "b", "c"), circle());
    }

    @Test
    void branchOfAJoinIsNeeded() throws Exception {
        runtime.spawn("joining", whileHolding(one, join(two.lock(), sleep(ofHours(1)))));
        runtime.spawn("other", lockBoth(two, one));

        assertEquals(List.of("joining", "other"), circle());
    }

    @Test
    void everyBranchOfASelectWaitsInVain() throws Exception {
        runtime.spawn(
                "selecting",
                whileHolding(one, select(on(two.lock(), guard -> "x"), on(pin(two.lock()), guard -> "y"))));
        runtime.spawn("other", lockBoth(two, one));

        assertEquals(List.of("other", "selecting"), circle());
    }

    // ---- no false alarm

    @Test
    void selectHasAnotherWayOut() throws Exception {
        runtime.spawn(
                "selecting",
                whileHolding(one, select(on(two.lock(), guard -> "x"), on(sleep(ofHours(1)), nothing -> "y"))));
        runtime.spawn("other", lockBoth(two, one));

        assertEquals(List.of(), circle());
    }

    @Test
    void timeoutEndsTheWait() throws Exception {
        runtime.spawn("limited", whileHolding(one, timeout(ofHours(1), two.lock())));
        runtime.spawn("other", lockBoth(two, one));

        assertEquals(List.of(), circle());
    }

    @Test
    void failureOfAnotherBranchEndsATryJoin() throws Exception {
        runtime.spawn("joining", whileHolding(one, tryJoin(two.lock(), sleep(ofHours(1)))));
        runtime.spawn("other", lockBoth(two, one));

        assertEquals(List.of(), circle());
    }

    @Test
    void branchThatHoldsTheLockGoesOnByItself() throws Exception {
        runtime.spawn("joining", join(whileHolding(one, sleep(ofHours(1))), lockBoth(two, one)));

        assertEquals(List.of(), circle());
    }

    @Test
    void holderSleeps() throws Exception {
        runtime.spawn("holder", whileHolding(one, sleep(ofHours(1))));
        runtime.spawn("waiting", lockBoth(two, one));

        assertEquals(List.of(), circle());
    }

    @Test
    void guardWasHandedToATaskThatGoesOn() throws Exception {
        var handOver = Oneshot.<Mutex.Guard>channel();
        runtime.spawn("former", async(() -> {
            handOver.sender().send(one.lock().await());
            return one.lock().await(); // its own, by the name that the lock remembers
        }));
        runtime.spawn("present", async(() -> {
            try (var guard = handOver.receiver().await()) {
                sleep(ofHours(1)).await();
            }
        }));

        assertEquals(List.of(), circle());
    }

    @Test
    void permitOfASemaphoreMayComeFromAnywhere() throws Exception {
        Semaphore semaphore = new Semaphore(1);
        runtime.spawn("greedy", async(() -> {
            try (var first = semaphore.acquire().await();
                    var second = semaphore.acquire().await()) {
                return "both";
            }
        }));

        assertEquals(List.of(), circle());
    }

    @Test
    void joinedTaskGoesOn() throws Exception {
        JoinHandle<?> child = runtime.spawn("child", pending());
        runtime.spawn("parent", whileHolding(one, child));
        runtime.spawn("waiting", lockBoth(two, one));

        assertEquals(List.of(), circle());
    }
}
