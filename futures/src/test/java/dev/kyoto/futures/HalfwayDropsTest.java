package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.abortable;
import static dev.kyoto.futures.Futures.join;
import static dev.kyoto.futures.Futures.nowOrNever;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.pending;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.race;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.select;
import static dev.kyoto.futures.Futures.tryJoin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.stream.Streams;
import dev.kyoto.futures.sync.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which drops are told of, and how. Of {@link HandBlock}s, line 12 is their await. */
class HalfwayDropsTest {
    private static final String BLOCK = "com.example.Shop.lambda$serve$0(Shop.java:12)";

    private final HalfwayDrops drops = HalfwayDrops.record();

    @AfterEach
    void close() {
        drops.close();
    }

    private static <T extends @Nullable Object> Future<T> block(Future<T> awaited) {
        return CompiledBlock.start(HandBlock.block(nothing -> awaited));
    }

    private static <T extends @Nullable Object> PolledByHand<T> polled(Future<T> future) throws Exception {
        PolledByHand<T> polled = PolledByHand.of(future);
        assertTrue(polled.poll().isPending());
        return polled;
    }

    private HalfwayDrops.Count only() {
        assertEquals(1, drops.counts().size(), () -> drops.counts().toString());
        return drops.counts().get(0);
    }

    private void assertDropped(String what, @Nullable String position, Dropper by) {
        HalfwayDrop drop = only().drop();
        assertEquals(what, drop.what());
        assertEquals(position, drop.position() == null ? null : drop.position().toString());
        assertEquals(by, drop.by());
    }

    @Test
    void loserOfASelectIsTheSelects() throws Exception {
        var winner = new Probe("winner");
        var select = polled(select(block(pending()), winner));

        winner.complete("done");
        select.poll();

        assertDropped("pending()", BLOCK, Dropper.SELECT);
        assertEquals(1, only().times());
    }

    @Test
    void losersInALoopAreOneLine() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Select<?> select = select(block(pending()), ready("done")).biased();
            assertTrue(PolledByHand.of(select).poll().isReady());
        }

        assertEquals(1000, only().times());
    }

    @Test
    void leafOfABranchStandsAtItsHandler() throws Exception {
        var winner = new Probe("winner");
        var select = polled(select(
                on(Futures.<String>pending(), HandBlock.handler(Futures::ready)),
                on(winner, HandBlock.handler(Futures::ready))));

        winner.complete("done");
        select.poll();

        assertDropped("pending()", "com.example.Shop.lambda$serve$0(Shop.java:10)", Dropper.SELECT);
    }

    @Test
    void loserOfARaceIsTheRaces() throws Exception {
        var winner = new Probe("winner");
        var race = polled(race(block(Futures.<String>pending()), winner));

        winner.complete("done");
        race.poll();

        assertDropped("pending()", BLOCK, Dropper.RACE);
    }

    @Test
    void othersOfATryJoinThatFailsAreTheJoins() throws Exception {
        var failing = new Probe("failing");
        var join = polled(tryJoin(block(pending()), failing));

        failing.fail(new IllegalStateException("no"));
        assertThrows(IllegalStateException.class, join::poll);

        assertDropped("pending()", BLOCK, Dropper.JOIN);
    }

    @Test
    void abortedFutureIsTheAborts() throws Exception {
        Abortable<?> download = abortable(block(pending()));
        var polled = polled(download);

        download.abort();
        assertThrows(CancellationException.class, polled::poll);

        assertDropped("pending()", BLOCK, Dropper.ABORT);
    }

    @Test
    void whatRunsInAStreamThatIsClosedIsTheStreams() throws Exception {
        var stream = Streams.of("a").mapConcurrent(1, HandBlock.handler(element -> pending()));
        assertTrue(stream.pollNext(Context.of(Waker.noop())).isPending());

        stream.close();

        assertDropped("pending()", BLOCK, Dropper.STREAM);
    }

    @Test
    void callerOfCancelIsTheDropper() throws Exception {
        polled(block(pending())).cancel();

        assertDropped("pending()", BLOCK, Dropper.CALLER);
    }

    @Test
    void whatIsPolledNowOrNeverIsTheCallers() throws Exception {
        nowOrNever(block(pending()));

        assertDropped("pending()", BLOCK, Dropper.CALLER);
    }

    @Test
    void pinnedLoserIsNotDroppedUntilItIsClosed() throws Exception {
        Pinned<?> pinned = pin(block(pending()));
        PolledByHand.of(select(pinned, ready("done")).biased()).poll();
        assertEquals(List.of(), drops.counts());

        pinned.close();

        assertDropped("pending()", BLOCK, Dropper.CALLER);
    }

    @Test
    void whatNeverBeganAndWhatHasEndedIsNoHalfWork() throws Exception {
        block(pending()).cancel();
        pending().cancel();
        Future<String> ended = block(ready("value"));
        PolledByHand.of(ended).poll();
        ended.cancel();
        select(ready("done"), block(pending())).biased().poll(Context.of(Waker.noop()));

        assertEquals(List.of(), drops.counts());
    }

    @Test
    void manyLevelsAreOneDrop() throws Exception {
        polled(block(block(block(pending()).map(value -> value)))).cancel();

        assertEquals(1, only().times());
        assertEquals(
                "at " + BLOCK + "\nat " + BLOCK + "\nin map(…)\nat " + BLOCK + "\nin pending()",
                only().drop().tree().toString());
    }

    @Test
    void blockAboveABranchingIsWhereItStood() throws Exception {
        polled(block(join(block(pending()), pending()))).cancel();

        assertDropped("join", BLOCK, Dropper.CALLER);
    }

    @Test
    void withoutABlockAboveItTheFirstBranchTells() throws Exception {
        polled(join(block(pending()), pending())).cancel();

        assertDropped("pending()", BLOCK, Dropper.CALLER);
    }

    @Test
    void leafAloneHasNoLine() throws Exception {
        polled(pending()).cancel();

        assertDropped("pending()", null, Dropper.CALLER);
    }

    @Test
    void cleanupThatIsCutShortIsToldOf() throws Exception {
        polled(new Cleaning(Futures::pending)).cancel();

        assertEquals(
                List.of(Dropper.CALLER, Dropper.BLOCK),
                drops.counts().stream()
                        .map(count -> count.drop().by())
                        .sorted(bySize())
                        .toList());
        assertEquals(
                List.of(12, 14),
                drops.counts().stream()
                        .map(count -> count.drop().position().getLineNumber())
                        .sorted()
                        .toList());
    }

    private static java.util.Comparator<Dropper> bySize() {
        return java.util.Comparator.reverseOrder();
    }

    @Test
    void whatTheCleanupDropsIsItsOwn() throws Exception {
        Future<?> kept = block(pending());
        PolledByHand.of(kept).poll();
        polled(new Cleaning(() -> {
                    kept.cancel();
                    return ready(null);
                }))
                .cancel();

        assertEquals(
                2, drops.counts().stream().mapToLong(HalfwayDrops.Count::times).sum());
        assertTrue(drops.counts().stream().anyMatch(count -> count.drop().by() == Dropper.BLOCK));
    }

    /** Awaits for ever and, when it is dropped, what {@code cleanup} gives. */
    private static final class Cleaning extends CompiledBlock<@Nullable Object> {
        interface Cleanup {
            Future<@Nullable Object> run();
        }

        private final Cleanup cleanup;

        Cleaning(Cleanup cleanup) {
            this.cleanup = cleanup;
        }

        @Override
        @SuppressWarnings("unchecked") // as in compiled code
        public Poll<@Nullable Object> poll(Context cx) throws Exception {
            int from = enter();
            if (from == 0) {
                return settle(suspend(1, Futures.pending()));
            }
            try {
                return ((Future<@Nullable Object>) resume()).poll(cx);
            } catch (Cancelled cancelled) {
                Future<@Nullable Object> last = from == 1 ? cleanup.run() : Futures.ready(null);
                if (last.poll(cx).isPending()) {
                    return settle(suspend(2, last));
                }
                throw cancelled;
            }
        }

        @Override
        protected String describeSource() {
            return "com.example.Shop|close|Shop.java|10|12|14";
        }
    }

    @Test
    void partThatIsOfNoUseAnyMoreIsNotToldOf() throws Exception {
        Watch<String> watch = Watch.channel("old");
        var waiting = polled(watch.receiver().waitFor("new"::equals));

        watch.sender().send("new");
        waiting.poll();

        assertEquals(List.of(), drops.counts());
    }

    @Test
    void linesBeyondTheBoundAreCountedTogether() throws Exception {
        try (HalfwayDrops few = HalfwayDrops.record(1, null)) {
            polled(block(pending())).cancel();
            polled(pending()).cancel();
            polled(join(pending(), pending())).cancel();
            polled(block(pending())).cancel();

            assertEquals(1, few.counts().size());
            assertEquals(2, few.counts().get(0).times());
            assertEquals(2, few.uncounted());
        }
    }

    @Test
    void severalRecordAtATimeEachFromWhenItBegan() throws Exception {
        polled(block(pending())).cancel();
        try (HalfwayDrops later = HalfwayDrops.record()) {
            polled(block(pending())).cancel();
            assertEquals(1, later.counts().get(0).times());
            later.close();
            polled(block(pending())).cancel();
            assertEquals(1, later.counts().get(0).times());
        }

        assertEquals(3, only().times());
    }

    @Test
    void nothingIsDoneWhenNobodyRecords() {
        drops.close();
        drops.close();

        assertTrue(!DropRecording.isOn());
    }

    @Test
    void listenerHearsOfEachDropAndCannotPreventIt() throws Exception {
        List<HalfwayDrop> heard = new ArrayList<>();
        List<Throwable> reported = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        var leaf = new Probe("leaf");
        try (var told = HalfwayDrops.record(10, drop -> {
            heard.add(drop);
            throw new IllegalStateException("listener");
        })) {
            polled(block(leaf)).cancel();
            polled(block(new Probe("another"))).cancel();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }

        assertEquals(1, leaf.drops);
        assertEquals(2, reported.size());
        assertSame(heard.get(0), heard.get(1));
    }

    @Test
    void countReadsAsASentence() throws Exception {
        polled(block(pending())).cancel();

        assertTrue(
                only().toString().startsWith("1 time: pending() at " + BLOCK + " was dropped half-way by a call of"),
                only().toString());
        assertTrue(only().isUnexpected());
        assertNull(only().drop().position().getModuleName());
    }
}
