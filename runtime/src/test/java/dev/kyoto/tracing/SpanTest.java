package dev.kyoto.tracing;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.Tracing.currentSpan;
import static dev.kyoto.Tracing.instrument;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.JoinSet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a span is begun, entered, left and ended, and where it is current. */
class SpanTest extends RuntimeTestCase {
    private RecordedSpan span(String name) {
        return new RecordedSpan(name, events);
    }

    @Test
    void spanIsEnteredOnEachPollLeftOnSuspensionAndEndedWithTheValue() throws Exception {
        String value = runtime.blockOn(instrument(span("work"), async(() -> {
            events.add("first");
            sleep(ofSeconds(1)).await();
            events.add("second");
            return "done";
        })));

        assertEquals("done", value);
        assertEquals(
                List.of("work begins", "work {", "first", "work }", "work {", "second", "work }", "work completed"),
                events);
    }

    @Test
    void spanEndsWithTheFailureWhichPassesThrough() {
        Future<Void> failing = async(() -> {
            yieldNow().await();
            throw new IOException("no disk");
        });

        IOException failure = assertThrows(IOException.class, () -> runtime.blockOn(instrument(span("work"), failing)));

        assertEquals("no disk", failure.getMessage());
        assertEquals(List.of("work begins", "work {", "work }", "work {", "work }", "work failed: no disk"), events);
    }

    @Test
    void futureDroppedHalfWayIsCleanedUpWithinTheSpan() {
        Future<Void> waiting = async(() -> {
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                events.add("cleanup in " + currentSpan());
            }
        });

        assertThrows(
                TimeoutException.class,
                () -> runtime.blockOn(timeout(ofSeconds(1), instrument(span("work"), waiting))));

        assertEquals(
                List.of("work {", "cleanup in work", "work }", "work dropped"),
                events.subList(events.size() - 4, events.size()));
    }

    @Test
    void futureDroppedBeforeItsFirstPollIsNeitherBegunNorEntered() {
        Future<Void> never = instrument(span("work"), sleep(ofSeconds(1)));

        never.cancel();
        never.cancel();

        assertEquals(List.of("work dropped"), events);
    }

    @Test
    void readyFutureDroppedUnpolledIsDroppedInside() throws Exception {
        Oneshot<String> channel = Oneshot.channel();
        var waiting = PolledByHand.of(instrument(span("work"), channel.receiver()));
        assertTrue(waiting.poll().isPending());
        channel.sender().send("value");

        waiting.cancel();

        assertEquals("work dropped", events.get(events.size() - 1));
        assertEquals("value", channel.receiver().tryReceive());
    }

    @Test
    void loserOfASelectIsDroppedBeforeTheWinnersHandler() throws Exception {
        runtime.blockOn(select(
                        on(instrument(span("quick"), sleep(ofSeconds(1))), end -> events.add("handler")),
                        on(instrument(span("slow"), sleep(ofSeconds(2)))))
                .biased());

        assertTrue(events.indexOf("quick completed") < events.indexOf("slow dropped"), events::toString);
        assertTrue(events.indexOf("slow dropped") < events.indexOf("handler"), events::toString);
    }

    @Test
    void abortedTaskEndsItsSpan() throws Exception {
        JoinHandle<Void> task = runtime.spawn(instrument(span("task"), sleep(ofSeconds(60))));
        runtime.blockOn(sleep(ofSeconds(1)));

        task.abort();

        assertThrows(CancellationException.class, () -> runtime.blockOn(task));
        assertEquals("task dropped", events.get(events.size() - 1));
    }

    @Test
    void innerSpansAreCurrentInsideAndLeftFirst() throws Exception {
        runtime.blockOn(instrument(span("outer"), async(() -> {
            instrument(span("inner"), async(() -> events.add("in " + currentSpan())))
                    .await();
            events.add("in " + currentSpan());
        })));

        assertEquals(
                List.of(
                        "outer begins",
                        "outer {",
                        "inner begins in outer",
                        "inner {",
                        "in inner",
                        "inner }",
                        "inner completed",
                        "in outer",
                        "outer }",
                        "outer completed"),
                events);
        assertNull(currentSpan());
    }

    @Test
    void parentSurvivesWhateverSpawnsOrPollsInside() throws Exception {
        runtime.blockOn(instrument(span("root"), async(() -> {
            spawn(child("spawned")).await();
            try (var set = new JoinSet<Void>()) {
                set.spawn(child("joined"));
                set.joinNext().await();
            }
            scope(s -> s.spawn(child("scoped")).await()).await();
            shield(child("shielded")).await();
            String blocking = spawnBlocking(() -> String.valueOf(currentSpan())).await();
            events.add("blocking in " + blocking);
            select(on(child("branch"), end -> child("handler").await()), on(never()))
                    .await();
            Streams.of(1).forEach(element -> child("element").await()).await();
        })));

        for (String name : List.of(
                "spawned begins",
                "joined begins",
                "scoped begins",
                "shielded begins",
                "branch begins",
                "handler begins",
                "element begins",
                "blocking")) {
            assertTrue(events.contains(name + " in root"), () -> name + ": " + events);
        }
    }

    @Test
    void grandchildOfASpawnHasTheSpanOfTheMiddleOneAsItsParent() throws Exception {
        runtime.blockOn(instrument(
                span("root"),
                async(() -> spawn(instrument(
                                span("middle"), async(() -> spawn(child("leaf")).await())))
                        .await())));

        assertTrue(events.contains("middle begins in root"), events::toString);
        assertTrue(events.contains("leaf begins in middle"), events::toString);
    }

    @Test
    void taskOutlivesTheSpanItWasSpawnedIn() throws Exception {
        JoinHandle<String> task = runtime.blockOn(instrument(
                span("short"),
                async(() -> spawn(async(() -> {
                    sleep(ofSeconds(5)).await();
                    return String.valueOf(currentSpan());
                })))));

        assertEquals("short completed", events.get(events.size() - 1));
        assertEquals("short", runtime.blockOn(task));
    }

    @Test
    void othersOnTheThreadAreNotWithinTheSpan() throws Exception {
        JoinHandle<Void> traced = runtime.spawn(instrument(span("work"), sleep(ofSeconds(2))));

        runtime.blockOn(async(() -> {
            for (int i = 0; i < 3; i++) {
                assertNull(currentSpan());
                sleep(ofSeconds(1)).await();
            }
        }));

        runtime.blockOn(traced);
    }

    @Test
    void taskIsNamedAfterWhatIsInside() throws Exception {
        JoinHandle<Void> task =
                runtime.spawn(instrument(span("work"), async(() -> yieldNow().await())));

        assertTrue(task.name().startsWith("dev.kyoto.tracing.SpanTest.taskIsNamed"), task.name());
        runtime.blockOn(task);
    }

    @Test
    void awaitTreeShowsTheSpanAndWhatIsInside() throws Exception {
        Oneshot<String> channel = Oneshot.channel();
        Future<String> traced =
                instrument(span("work"), async(() -> channel.receiver().await()));
        PolledByHand.of(traced).poll();

        AwaitTree tree = AwaitTree.of(traced);

        assertEquals("work", tree.what());
        assertEquals("async block", tree.awaited().get(0).what());
        assertEquals(1, tree.awaited().get(0).awaited().size());
        traced.cancel();
    }

    private Future<Void> child(String name) {
        return instrument(span(name), async(() -> yieldNow().await()));
    }

    private static Future<Void> never() {
        return pending();
    }
}
