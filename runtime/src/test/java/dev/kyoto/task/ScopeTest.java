package dev.kyoto.task;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Flavor;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Structured concurrency: what a scope promises however it ends. */
class ScopeTest extends RuntimeTestCase {
    private final IOException gone = new IOException("gone");

    @Test
    void blockUsesTheValuesOfItsChildren() throws Exception {
        int sum = runtime.blockOn(scope(s -> {
            var slow = s.spawn(later(3, 1));
            var quick = s.spawn(later(1, 2));
            return slow.await() + quick.await();
        }));

        assertEquals(3, sum);
    }

    @Test
    void scopeEndsOnlyAfterItsChildren() throws Exception {
        String value = runtime.blockOn(scope(s -> {
            s.spawn(() -> {
                sleep(ofSeconds(1)).await();
                s.spawn(ending("grandchild", 1)); // by then the block has returned
            });
            return "returned";
        }));

        assertEquals("returned", value);
        assertEquals(List.of("grandchild ended"), events);
    }

    @Test
    void failedChildEndsTheBlockAndItsSiblingsAndIsThrown() {
        Future<Void> failing = scope(s -> {
            s.spawn(ending("sibling", 60));
            s.spawn(failingAfter(1));
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                events.add("block dropped");
            }
            return null;
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));

        assertEquals(List.of("block dropped", "sibling dropped"), events);
        assertEquals(List.of(), suppressed());
        assertEquals(List.of(), failures.seen());
    }

    @Test
    void failedBlockEndsItsChildrenAndIsThrown() {
        Future<Void> failing = scope(s -> {
            s.spawn(ending("child", 60));
            sleep(ofSeconds(1)).await();
            throw gone;
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));
        assertEquals(List.of("child dropped"), events);
    }

    @Test
    void childWhoseFailureIsCaughtAtItsHandleFailsTheScopeAllTheSame() {
        Future<String> failing = scope(s -> {
            try {
                return s.spawn(failingAfter(1)).await();
            } catch (IOException e) {
                return "caught";
            }
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));
    }

    @Test
    void furtherFailuresAreSuppressed() {
        assumeTrue(flavor == Flavor.FOUR_WORKERS); // one child is stuck in a poll while the other fails
        IllegalStateException second = new IllegalStateException("second");
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch blockDropped = new CountDownLatch(1);
        Future<Void> failing = scope(s -> {
            s.spawn(pollFn(cx -> {
                stuck.countDown();
                blockDropped.await();
                throw second;
            }));
            s.spawn(pollFn(cx -> {
                stuck.await();
                throw gone;
            }));
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                blockDropped.countDown();
            }
            return null;
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));
        assertEquals(List.of(second), suppressed());
    }

    @Test
    void abortedChildIsNoFailure() throws Exception {
        assertEquals("fine", runtime.blockOn(scope(s -> {
            s.spawn(ending("child", 60)).abort();
            return "fine";
        })));
    }

    @Test
    void cancelledScopeAwaitsItsChildrenAndSaysSo() {
        Future<Void> cancelled = scope(s -> {
            s.spawn(ending("child", 60));
            s.spawn(() -> {
                sleep(ofSeconds(1)).await();
                s.cancel();
            });
            sleep(ofSeconds(60)).await();
            return null;
        });

        assertThrows(CancellationException.class, () -> runtime.blockOn(cancelled));
        assertEquals(List.of("child dropped"), events);
    }

    @Test
    void tokenCancelsAScopeThatCanStillBeAwaited() {
        CancellationToken stop = new CancellationToken();
        JoinHandle<Void> all = runtime.spawn(scope(stop, s -> {
            s.spawn(ending("child", 60));
            sleep(ofSeconds(60)).await();
            return null;
        }));
        runtime.spawn(async(() -> {
            sleep(ofSeconds(1)).await();
            stop.cancel();
        }));

        assertThrows(CancellationException.class, () -> runtime.blockOn(all));
        assertEquals(List.of("child dropped"), events);
    }

    @Test
    void droppedScopeAbortsItsChildren() throws Exception {
        AtomicReference<JoinHandle<?>> child = new AtomicReference<>();
        Future<Void> dropped = scope(s -> {
            child.set(s.spawn(ending("child", 60)));
            sleep(ofSeconds(60)).await();
            return null;
        });

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), dropped)));
        runtime.blockOn(async(() -> {
            while (!child.get().isFinished()) {
                yieldNow().await();
            }
        }));

        assertEquals(List.of("child dropped"), events);
        assertThrows(CancellationException.class, () -> runtime.blockOn(child.get()));
    }

    @Test
    void childrenOfADroppedInnerScopeAreAwaitedByTheOuterOne() throws Exception {
        AtomicReference<JoinHandle<?>> grandchild = new AtomicReference<>();
        boolean ended = runtime.blockOn(async(() -> {
            try {
                scope(outer -> {
                            outer.spawn(scope(inner -> {
                                grandchild.set(inner.spawn(ending("grandchild", 60)));
                                sleep(ofSeconds(60)).await();
                                return null;
                            }));
                            sleep(ofSeconds(1)).await();
                            throw gone;
                        })
                        .await();
            } catch (IOException e) {
                events.add("outer ended");
            }
            return grandchild.get().isFinished();
        }));

        assertTrue(ended);
        assertEquals(List.of("grandchild dropped", "outer ended"), events);
    }

    @Test
    void cleanupShieldedInADroppedChildIsAwaitedByTheScope() {
        Future<Void> failing = scope(s -> {
            s.spawn(() -> {
                try {
                    sleep(ofSeconds(60)).await();
                } finally {
                    shield(ending("goodbye", 5)).await();
                }
            });
            sleep(ofSeconds(1)).await();
            throw gone;
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));

        assertEquals(List.of("goodbye ended"), events);
        assertEquals(ofSeconds(6), Duration.ofNanos(clock.nanos()));
    }

    @Test
    void shieldedCleanupOfADroppedScopeRunsToItsEnd() throws Exception {
        Future<Void> dropped = scope(s -> {
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                shield(ending("goodbye", 5)).await();
            }
            return null;
        });

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), dropped)));
        runtime.blockOn(sleep(ofSeconds(10)));

        assertEquals(List.of("goodbye ended"), events);
    }

    @Test
    void failingBlockAwaitsWhatItShieldsInItsFinally() {
        Future<Void> failing = scope(s -> {
            s.spawn(ending("child", 60));
            try {
                throw gone;
            } finally {
                shield(ending("goodbye", 5)).await();
            }
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));
        assertEquals(List.of("goodbye ended", "child dropped"), events);
    }

    @Test
    void failureOfShieldedCleanupThatNobodySeesIsReported() {
        Future<Void> failing = scope(s -> {
            s.spawn(() -> {
                try {
                    sleep(ofSeconds(60)).await();
                } finally {
                    shield(failingAfter(1)).await();
                }
            });
            sleep(ofSeconds(1)).await();
            throw new IllegalStateException("first");
        });

        assertThrows(IllegalStateException.class, () -> runtime.blockOn(failing));
        assertEquals(1, failures.seen().size(), failures.seen()::toString);
        assertTrue(failures.seen().get(0).contains("gone"));
    }

    @Test
    void spawnAfterTheEndNamesTheCure() throws Exception {
        AtomicReference<Scope> kept = new AtomicReference<>();
        runtime.blockOn(scope(s -> {
            kept.set(s);
            return null;
        }));

        var error = assertThrows(IllegalStateException.class, () -> kept.get().spawn(later(1, 1)));
        assertTrue(error.getMessage().contains("has ended"), error.getMessage());
    }

    @Test
    void childSpawnedByAFailedScopeIsAborted() {
        AtomicReference<JoinHandle<Integer>> late = new AtomicReference<>();
        Future<Void> failing = scope(s -> {
            s.spawn(() -> {
                try {
                    sleep(ofSeconds(60)).await();
                } finally {
                    late.set(s.spawn(later(60, 1)));
                }
            });
            sleep(ofMillis(1)).await();
            throw gone;
        });

        assertSame(gone, assertThrows(IOException.class, () -> runtime.blockOn(failing)));
        assertThrows(CancellationException.class, () -> runtime.blockOn(late.get()));
        assertEquals(ofMillis(1), Duration.ofNanos(clock.nanos()));
    }

    @Test
    void siblingsAwaitEachOther() throws Exception {
        int two = runtime.blockOn(scope(s -> {
            JoinHandle<Integer> one = s.spawn(later(1, 1));
            return s.spawn(one.map(value -> value + 1)).await();
        }));

        assertEquals(2, two);
    }

    @Test
    void manyChildrenAllEnd() throws Exception {
        int count = 2000;
        AtomicReference<Integer> spawned = new AtomicReference<>(0);
        runtime.blockOn(scope(s -> {
            for (int i = 0; i < count; i++) {
                s.spawn(async(() -> {
                    yieldNow().await();
                    spawned.accumulateAndGet(1, Integer::sum);
                }));
            }
            return null;
        }));

        assertEquals(count, spawned.get());
    }

    @Test
    void taskSpawnedPastTheScopeOutlivesIt() throws Exception {
        JoinHandle<Integer> outside = runtime.blockOn(scope(s -> spawn(later(60, 1))));

        assertEquals(Duration.ZERO, Duration.ofNanos(clock.nanos()));
        assertEquals(1, runtime.blockOn(outside));
    }

    @Test
    void twoTasksThatAwaitOneChildAreToldSo() {
        Future<Void> twice = scope(s -> {
            JoinHandle<Integer> shared = s.spawn(later(60, 1));
            s.spawn(shared);
            s.spawn(shared);
            return null;
        });

        var error = assertThrows(IllegalStateException.class, () -> runtime.blockOn(twice));
        assertTrue(error.getMessage().contains("two tasks at once"), error.getMessage());
    }

    @Test
    void taskThatIsAScopeIsCalledByWhereItsBlockWasWritten() throws Exception {
        JoinHandle<String> task = runtime.spawn(scope(s -> "done"));

        assertTrue(task.name().startsWith("dev.kyoto.task.ScopeTest.taskThatIsAScope"), task.name());
        assertEquals("done", runtime.blockOn(task));
    }

    @Test
    void scopeThatLosesASelectIsAwaitedByTheScopeAround() throws Exception {
        String value = runtime.blockOn(scope(outer -> select(
                        on(scope(inner -> {
                            inner.spawn(ending("inner child", 60));
                            sleep(ofSeconds(60)).await();
                            return "inner";
                        })),
                        on(sleep(ofSeconds(1)), end -> "outer"))
                .await()));

        assertEquals("outer", value);
        assertEquals(List.of("inner child dropped"), events);
        assertEquals(ofSeconds(1), Duration.ofNanos(clock.nanos()));
    }

    @Test
    void scopeWithoutARuntimeNamesTheCure() {
        var error = assertThrows(IllegalStateException.class, () -> Futures.blockOn(scope(s -> null)));
        assertTrue(error.getMessage().contains("Kyoto.run"), error.getMessage());
    }

    @Test
    void scopeThatIsDroppedUnpolledRunsNothing() {
        Future<Void> unpolled = scope(s -> {
            events.add("run");
            return null;
        });

        unpolled.cancel();

        assertThrows(IllegalStateException.class, () -> unpolled.poll(Context.of(Waker.noop())));
        assertEquals(List.of(), events);
    }

    /** Without the notes on the tasks that it went through. */
    private List<Throwable> suppressed() {
        return Stream.of(gone.getSuppressed())
                .filter(other -> !(other instanceof FailedTask))
                .toList();
    }

    private static Future<Integer> later(int seconds, int value) {
        return async(() -> {
            sleep(ofSeconds(seconds)).await();
            return value;
        });
    }

    private Future<String> failingAfter(int seconds) {
        return async(() -> {
            sleep(ofSeconds(seconds)).await();
            throw gone;
        });
    }

    private Future<Void> ending(String name, int seconds) {
        return async(() -> {
            boolean ended = false;
            try {
                sleep(ofSeconds(seconds)).await();
                ended = true;
            } finally {
                events.add(name + (ended ? " ended" : " dropped"));
            }
        });
    }
}
