package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.delayQueue;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.sleep;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.Future;
import dev.kyoto.time.DelayQueue;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Queues of deadlines that are moved about while somebody waits, and while nobody does. */
class DelayQueueResetTest extends RuntimeTestCase {
    private DelayQueue<String> queue;

    private void run(AsyncAction block) throws Exception {
        runtime.blockOn(async(() -> {
            queue = delayQueue();
            async(block).await();
            queue.close();
        }));
    }

    /** The next value, and when it came, in milliseconds. */
    private Future<String> next() {
        return async(() -> queue.next().await() + "@" + clock.nanos() / 1_000_000);
    }

    /** The next value while {@code meanwhile} runs after so many milliseconds. */
    private Future<String> nextWhile(long millis, Runnable meanwhile) {
        return async(() -> join(next(), async(() -> {
                    sleep(ofMillis(millis)).await();
                    meanwhile.run();
                }))
                .await()
                .first());
    }

    @Test
    void entryResetOnceOrTwiceComesAtItsLastDeadline() throws Exception {
        run(() -> {
            var once = queue.insert("once", ofMillis(200));
            assertEquals(
                    "once@10",
                    nextWhile(3, () -> queue.reset(once, ofMillis(7))).await());

            var twice = queue.insert("twice", ofMillis(200));
            queue.reset(twice, ofMillis(50));
            assertEquals(
                    "twice@50",
                    nextWhile(20, () -> queue.reset(twice, ofMillis(20))).await());
        });
    }

    @Test
    void entryResetBeforeAnybodyWaitsComesAtItsNewDeadline() throws Exception {
        run(() -> {
            var key = queue.insert("foo", ofMillis(5));
            sleep(ofMillis(1)).await();

            queue.reset(key, ofMillis(9));

            assertEquals("foo@10", next().await());
            assertNull(queue.next().await());
        });
    }

    @Test
    void entryInsertedAsDueAndResetAgainAndAgainComesAtItsLastDeadline() throws Exception {
        run(() -> {
            var key = queue.insert("foo", ofMillis(-100));
            queue.reset(key, ofMillis(100));
            queue.reset(key, ofMillis(50));
            assertEquals(1, queue.size());

            assertEquals("foo@50", next().await());
            assertEquals(0, queue.size());
        });
    }

    @Test
    void severalResetsChangeTheOrder() throws Exception {
        run(() -> {
            var one = queue.insert("one", ofMillis(200));
            var two = queue.insert("two", ofMillis(250));
            queue.reset(one, ofMillis(300));
            queue.reset(two, ofMillis(350));
            queue.reset(one, ofMillis(400));

            assertEquals(List.of("two@350", "one@400"), List.of(next().await(), next().await()));
        });
    }

    @Test
    void firstOrSecondResetToEarlierComesFirst() throws Exception {
        run(() -> {
            var one = queue.insert("one", ofMillis(200));
            queue.insert("two", ofMillis(250));
            assertEquals(
                    "one@100",
                    nextWhile(10, () -> queue.reset(one, ofMillis(90))).await());

            queue.insert("three", ofMillis(200));
            var four = queue.insert("four", ofMillis(250));
            queue.reset(four, ofMillis(50));
            assertEquals("four@150", next().await());
        });
    }

    @Test
    void firstResetToLaterLetsTheSecondGoFirst() throws Exception {
        run(() -> {
            var one = queue.insert("one", ofMillis(200));
            queue.insert("two", ofMillis(250));

            assertEquals(
                    "two@250",
                    nextWhile(10, () -> queue.reset(one, ofMillis(290))).await());
            assertEquals("one@300", next().await());
        });
    }

    @Test
    void entryInsertedBeforeTheFirstWhileSomebodyWaitsComesFirst() throws Exception {
        run(() -> {
            queue.insert("one", ofMillis(200));

            assertEquals(
                    "two@100",
                    nextWhile(1, () -> queue.insert("two", ofMillis(99))).await());
        });
    }

    @Test
    void entryInsertedAsDueWhileSomebodyWaitsComesAtOnce() throws Exception {
        run(() -> {
            queue.insert("foo", ofMillis(200));

            assertEquals(
                    "bar@80",
                    nextWhile(80, () -> queue.insert("bar", ofMillis(-40))).await());
        });
    }

    @Test
    void entriesInsertedWhileOthersAreTakenWaitForTheirTurn() throws Exception {
        run(() -> {
            for (String value : List.of("1", "2", "3")) {
                queue.insert(value, ofMillis(100));
            }
            var taken = new TreeSet<String>();
            for (int i = 0; i < 3; i++) {
                taken.add(next().await());
                queue.insert("later", ofMillis(400));
            }

            assertEquals(List.of("1@100", "2@100", "3@100"), List.copyOf(taken));
            assertEquals("later@500", next().await());
        });
    }

    @Test
    void entryResetPastAnotherSlotOfTheWheelIsExact() throws Exception {
        run(() -> {
            var later = queue.insert("later", ofMillis(100));
            assertEquals(
                    "later@120",
                    nextWhile(80, () -> queue.reset(later, ofMillis(40))).await());

            var earlier = queue.insert("earlier", ofMillis(200));
            assertEquals(
                    "earlier@240",
                    nextWhile(80, () -> queue.reset(earlier, ofMillis(40))).await());
        });
    }

    @Test
    void dueEntryCanStillBeRemoved() throws Exception {
        run(() -> {
            var key = queue.insert("foo", ofMillis(0));
            sleep(ofMillis(10)).await();

            assertEquals("foo", queue.remove(key));
            assertTrue(queue.isEmpty());
        });
    }

    @Test
    void secondOfTwoThatAreDueTogetherCanBeRemovedWhenTheFirstHasCome() throws Exception {
        run(() -> {
            var first = queue.insert("first", ofMillis(64));
            var second = queue.insert("second", ofMillis(64));
            sleep(ofMillis(80)).await();

            String came = queue.next().await();

            assertEquals(
                    came.equals("first") ? "second" : "first", queue.remove(came.equals("first") ? second : first));
            assertNull(queue.next().await());
        });
    }
}
