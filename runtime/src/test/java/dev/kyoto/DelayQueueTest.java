package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.delayQueue;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.timeout;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.time.DelayQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DelayQueueTest extends RuntimeTestCase {
    private DelayQueue<String> queue;

    private void run(AsyncAction test) throws Exception {
        runtime.blockOn(async(() -> {
            queue = delayQueue();
            async(test).await();
            queue.close();
        }));
    }

    /** The next value, and when it came. */
    private Future<String> next() {
        return async(() -> {
            @Nullable String value = queue.next().await();
            return value + "@" + Duration.ofNanos(clock.nanos()).toMillis();
        });
    }

    @Test
    void valuesComeInTheOrderOfTheirDeadlines() throws Exception {
        run(() -> {
            queue.insert("c", ofSeconds(30));
            queue.insert("a", ofMillis(1500));
            queue.insert("b", ofSeconds(20));

            assertEquals("a@1500", next().await());
            assertEquals("b@20000", next().await());
            assertEquals("c@30000", next().await());
            assertNull(queue.next().await());
        });
    }

    @Test
    void whatIsDueComesAtOnceAndInOrder() throws Exception {
        run(() -> {
            queue.insert("b", ofSeconds(2));
            queue.insert("a", ofSeconds(1));
            queue.insert("now", ofSeconds(-1));
            sleep(ofSeconds(5)).await();

            assertEquals(
                    List.of("now@5000", "a@5000", "b@5000"), List.of(next().await(), next().await(), next().await()));
        });
    }

    @Test
    void delayCountsFromTheInsertion() throws Exception {
        run(() -> {
            queue.insert("a", ofSeconds(10));
            sleep(ofSeconds(4)).await();

            assertEquals("a@10000", next().await());
        });
    }

    @Test
    void timeOfTheCalendarIsMinded() throws Exception {
        run(() -> {
            var key = queue.insertAt("a", Instant.EPOCH.plusSeconds(3));
            queue.insertAt("past", Instant.EPOCH.minusSeconds(3));
            assertEquals("past@0", next().await());
            assertEquals("a@3000", next().await());
            assertFalse(queue.resetAt(key, Instant.EPOCH.plusSeconds(9)));
        });
    }

    @Test
    void earlierValueInsertedWhileTheReaderWaitsComesFirst() throws Exception {
        run(() -> {
            queue.insert("late", ofSeconds(60));
            var both = join(next(), async(() -> {
                sleep(ofSeconds(1)).await();
                queue.insert("early", ofSeconds(2));
            }));

            assertEquals("early@3000", both.await().first());
            assertEquals("late@60000", next().await());
        });
    }

    @Test
    void resetMovesAnEntryWhileTheReaderWaits() throws Exception {
        run(() -> {
            var key = queue.insert("a", ofSeconds(10));
            var later = join(next(), async(() -> {
                sleep(ofSeconds(9)).await();
                assertTrue(queue.reset(key, ofSeconds(10)));
            }));
            assertEquals("a@19000", later.await().first());

            var other = queue.insert("b", ofDays(1));
            var sooner = join(next(), async(() -> {
                sleep(ofSeconds(1)).await();
                assertTrue(queue.reset(other, ofSeconds(1)));
            }));
            assertEquals("b@21000", sooner.await().first());
        });
    }

    @Test
    void removedEntryNeverComes() throws Exception {
        run(() -> {
            var key = queue.insert("a", ofSeconds(1));
            queue.insert("b", ofSeconds(2));
            assertEquals("a", queue.peek());

            assertEquals("a", queue.remove(key));
            assertNull(queue.remove(key));
            assertFalse(queue.reset(key, ofSeconds(1)));

            assertEquals("b@2000", next().await());
        });
    }

    @Test
    void removalOfTheLastEntryEndsTheWaitOfTheReader() throws Exception {
        run(() -> {
            var key = queue.insert("a", ofSeconds(10));
            var both = join(next(), async(() -> {
                sleep(ofSeconds(1)).await();
                queue.remove(key);
            }));

            assertEquals("null@1000", both.await().first());
        });
    }

    @Test
    void clearedQueueIsEmptyAndGoesOn() throws Exception {
        run(() -> {
            queue.insert("a", ofSeconds(1));
            queue.insert("b", ofSeconds(1));
            queue.clear();
            assertTrue(queue.isEmpty());
            assertNull(queue.next().await());

            queue.insert("c", ofSeconds(1));

            assertEquals("c@1000", next().await());
        });
    }

    @Test
    void valueIsNotLostWithADroppedNext() throws Exception {
        run(() -> {
            queue.insert("a", ofSeconds(5));
            try {
                timeout(ofSeconds(2), queue.next()).await();
            } catch (TimeoutException expected) {
                // the queue still has it
            }

            assertEquals("a@5000", next().await());
        });
    }

    @Test
    void dueValueIsNotLostWithADroppedNext() throws Exception {
        run(() -> {
            queue.insert("a", ofSeconds(1));
            var dropped = PolledByHand.of(queue.next());
            sleep(ofSeconds(2)).await();
            dropped.cancel();

            assertEquals("a@2000", next().await());
        });
    }

    @Test
    void endlessDelaySaturates() throws Exception {
        run(() -> {
            queue.insert("never", Duration.ofSeconds(Long.MAX_VALUE));
            queue.insert("soon", ofSeconds(1));

            assertEquals("soon@1000", next().await());
            assertEquals("never", queue.peek());
        });
    }

    @Test
    void queueGoesWithItsTaskToOtherWorkers() throws Exception {
        run(() -> {
            for (int i = 1; i <= 50; i++) {
                queue.insert("v" + i, ofMillis(10 * i));
            }
            spawn(async(() -> {
                        for (int i = 1; i <= 50; i++) {
                            assertEquals("v" + i + "@" + 10 * i, next().await());
                            Futures.yieldNow().await();
                        }
                    }))
                    .await();
        });
    }

    @Test
    void keyOfAnotherQueueIsRefused() throws Exception {
        run(() -> {
            try (DelayQueue<String> other = delayQueue()) {
                var key = other.insert("a", ofSeconds(1));

                assertThrows(IllegalArgumentException.class, () -> queue.remove(key));
                assertThrows(IllegalArgumentException.class, () -> queue.reset(key, ofSeconds(1)));
            }
        });
    }

    @Test
    void closedQueueTakesNothing() throws Exception {
        run(() -> {
            queue.insert("a", ofDays(1));
            queue.close();
            queue.close();

            assertThrows(IllegalStateException.class, () -> queue.insert("b", ofSeconds(1)));
            assertThrows(
                    IllegalStateException.class,
                    () -> PolledByHand.of(queue.next()).poll());
            assertEquals(0, queue.size());
        });
    }

    @Test
    void operatorsOverAQueueWork() throws Exception {
        run(() -> {
            queue.insert("b", ofSeconds(2));
            queue.insert("a", ofSeconds(1));

            assertEquals(
                    List.of("A", "B"), queue.map(String::toUpperCase).toList().await());
        });
    }

    @Test
    void queueOutsideOfARuntimeIsRefused() {
        assertThrows(IllegalStateException.class, () -> delayQueue());
    }
}
