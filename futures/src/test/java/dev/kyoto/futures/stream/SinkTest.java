package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.LimitedContext;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Oneshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkTest {
    private final ScriptedSink sink = new ScriptedSink();
    private final ScriptedStream source = ScriptedStream.of("a", "b");

    /** What the blocks were given, and what they wait for. */
    private final List<String> acted = new ArrayList<>();

    private final List<Oneshot<String>> waits = new ArrayList<>();

    private static boolean isReady(Future<?> future) throws Exception {
        return PolledByHand.of(future).poll().isReady();
    }

    private Future<String> answerTo(String element) {
        acted.add(element);
        waits.add(Oneshot.channel());
        return waits.get(waits.size() - 1).receiver();
    }

    private void answer(int index, String text) {
        waits.get(index).sender().send(text);
    }

    // ---- send and feed

    @Test
    void sendWaitsForRoomAndThenUntilItIsOut() throws Exception {
        var send = PolledByHand.of(sink.send("a"));
        assertTrue(send.poll().isPending());
        assertEquals(List.of(), sink.taken);

        sink.room(1);
        assertEquals(1, send.wakes());
        assertTrue(send.poll().isPending());
        assertEquals(List.of("a"), sink.taken);

        sink.flow();
        assertEquals(2, send.wakes());
        assertTrue(send.poll().isReady());
    }

    @Test
    void feedWaitsForRoomOnly() throws Exception {
        sink.room(1);

        assertTrue(isReady(sink.feed("a")));
        assertFalse(isReady(sink.feed("b")));

        assertEquals(List.of("a"), sink.taken);
        assertEquals(0, sink.out);
    }

    @Test
    void sendDroppedWhileItWaitsForRoomHandsItsElementBack() throws Exception {
        var send = sink.send("a");
        isReady(send);

        send.cancel();
        sink.room(1);

        assertEquals("a", send.unsent());
        assertEquals(List.of(), sink.taken);
    }

    @Test
    void sendDroppedAfterTheElementWasTakenLeavesItInTheSink() throws Exception {
        var send = sink.room(1).send("a");
        isReady(send);

        send.cancel();

        assertNull(send.unsent());
        sink.flow();
        assertTrue(isReady(sink.flush()));
        assertEquals(1, sink.out);
    }

    @Test
    void sendIntoAFailingSinkHandsItsElementBackAndEndsTheSink() {
        var failure = new IOException("broken pipe");
        sink.fail(failure);
        var send = sink.send("a");

        assertSame(failure, assertThrows(IOException.class, () -> isReady(send)));

        assertEquals("a", send.unsent());
        assertEquals(1, sink.releases);
        var error = assertThrows(IllegalStateException.class, () -> isReady(sink.send("b")));
        assertTrue(error.getMessage().contains("has failed"), error.getMessage());
    }

    @Test
    void elementThatCouldNotBeTakenIsHandedBack() {
        Sink<String> refusing = sink.room(1).contramap(element -> {
            throw new IllegalArgumentException("too long");
        });
        var send = refusing.send("a");

        assertThrows(IllegalArgumentException.class, () -> isReady(send));

        assertEquals("a", send.unsent());
        assertEquals(1, sink.releases);
    }

    @Test
    void nullElementIsRefused() {
        assertThrows(NullPointerException.class, () -> sink.send(null));
    }

    // ---- the bookkeeping

    @Test
    void elementWithoutReadinessIsRefusedWithTheCure() throws Exception {
        sink.room(5);
        var error = assertThrows(IllegalStateException.class, () -> sink.startSend("a"));
        assertTrue(error.getMessage().contains("feed(…)"), error.getMessage());

        sink.pollReady(Context.of(Waker.noop()));
        sink.startSend("a");

        assertThrows(IllegalStateException.class, () -> sink.startSend("b"));
        assertEquals(List.of("a"), sink.taken);
    }

    @Test
    void readySinkStaysReadyWithoutAskingAgain() throws Exception {
        sink.room(1);
        assertTrue(sink.pollReady(Context.of(Waker.noop())).isReady());
        sink.room(-1);

        assertTrue(sink.pollReady(Context.of(Waker.noop())).isReady());
    }

    @Test
    void finishWaitsUntilAllIsOutAndReleasesOnce() throws Exception {
        isReady(sink.room(1).feed("a"));
        var finish = PolledByHand.of(sink.finish());
        assertTrue(finish.poll().isPending());
        assertEquals(0, sink.releases);

        sink.flow();

        assertTrue(finish.poll().isReady());
        assertTrue(sink.finished);
        assertTrue(isReady(sink.finish()));
        sink.close();
        assertEquals(1, sink.releases);
        assertThrows(IllegalStateException.class, () -> isReady(sink.flush()));
    }

    @Test
    void closedSinkTakesNothing() {
        sink.room(1);
        sink.close();
        sink.close();

        assertEquals(1, sink.releases);
        assertFalse(sink.finished);
        var error = assertThrows(IllegalStateException.class, () -> isReady(sink.feed("a")));
        assertTrue(error.getMessage().contains("was closed"), error.getMessage());
        assertThrows(IllegalStateException.class, () -> isReady(sink.finish()));
    }

    // ---- forward and sendAll

    @Test
    void forwardSendsAllAndFinishes() throws Exception {
        sink.room(5).flow();
        source.end();

        assertTrue(isReady(source.forward(sink)));

        assertEquals(List.of("a", "b"), sink.taken);
        assertTrue(sink.finished);
        assertEquals(1, source.closes);
    }

    @Test
    void forwardFlushesWhileTheStreamHasNothing() throws Exception {
        sink.room(5).flow();

        assertFalse(isReady(source.forward(sink)));

        assertEquals(2, sink.out);
        assertFalse(sink.finished);
    }

    @Test
    void forwardWaitsForRoomWithoutReadingOn() throws Exception {
        sink.room(1).flow();
        var forward = PolledByHand.of(source.end().forward(sink));
        assertTrue(forward.poll().isPending());
        assertEquals(List.of("a"), sink.taken);
        assertEquals(2, source.polls);

        sink.room(1);

        assertTrue(forward.wakes() > 0);
        assertTrue(forward.poll().isReady());
        assertEquals(List.of("a", "b"), sink.taken);
    }

    @Test
    void forwardTakesNoRoomWhileTheStreamHasNothing() throws Exception {
        var idle = new ScriptedStream();
        sink.room(1);

        isReady(idle.forward(sink));

        assertThrows(IllegalStateException.class, () -> sink.startSend("somebody else's"));
    }

    @Test
    void droppedForwardClosesBoth() throws Exception {
        var forward = PolledByHand.of(source.forward(sink));
        forward.poll();

        forward.cancel();

        assertEquals(1, source.closes);
        assertEquals(1, sink.releases);
        assertFalse(sink.finished);
    }

    @Test
    void failureOfTheStreamClosesTheSinkOfForward() {
        var failure = new IOException("lost");
        sink.room(5);

        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> isReady(ScriptedStream.of("a").fail(failure).forward(sink))));

        assertEquals(1, sink.releases);
        assertFalse(sink.finished);
    }

    @Test
    void sendAllLeavesTheSinkOpen() throws Exception {
        sink.room(5).flow();

        assertTrue(isReady(sink.sendAll(source.end())));
        assertEquals(2, sink.out);
        assertTrue(isReady(sink.send("c")));

        var dropped = PolledByHand.of(sink.sendAll(new ScriptedStream()));
        dropped.poll();
        dropped.cancel();
        assertEquals(0, sink.releases);
    }

    @Test
    void failureOfTheStreamLeavesTheSinkOfSendAllOpen() throws Exception {
        sink.room(5).flow();

        assertThrows(
                IOException.class,
                () -> isReady(sink.sendAll(ScriptedStream.of("a").fail(new IOException("lost")))));

        assertTrue(isReady(sink.send("b")));
        assertEquals(List.of("a", "b"), sink.taken);
    }

    // ---- made of others

    @Test
    void contramapChangesElementsOnTheirWayIn() throws Exception {
        sink.room(5).flow();
        Sink<Integer> numbers = sink.contramap(number -> "#" + number);

        assertTrue(isReady(numbers.send(7)));
        assertTrue(isReady(numbers.finish()));

        assertEquals(List.of("#7"), sink.taken);
        assertTrue(sink.finished);
    }

    @Test
    void contramapHasTheRoomOfItsTarget() throws Exception {
        var feed = PolledByHand.of(sink.<String>contramap(text -> text).feed("a"));
        assertTrue(feed.poll().isPending());

        sink.room(1);

        assertTrue(feed.poll().isReady());
    }

    @Test
    void withRunsABlockForEachElement() throws Exception {
        sink.room(5).flow();
        Sink<String> asking = sink.with(HandBlock.handler(this::answerTo));
        var send = PolledByHand.of(asking.send("a"));
        assertTrue(send.poll().isPending());
        assertEquals(List.of("a"), acted);

        answer(0, "A");

        assertTrue(send.poll().isReady());
        assertEquals(List.of("A"), sink.taken);
        assertEquals(1, sink.out);
    }

    @Test
    void withHasNoRoomWhileItsBlockRunsOrItsTargetIsFull() throws Exception {
        Sink<String> asking = sink.with(HandBlock.handler(this::answerTo));
        assertTrue(isReady(asking.feed("a")));
        var second = PolledByHand.of(asking.feed("b"));
        assertTrue(second.poll().isPending());
        answer(0, "A");
        assertTrue(second.poll().isPending());

        sink.room(1);

        assertTrue(second.poll().isReady());
        assertEquals(List.of("A"), sink.taken);
        assertTrue(PolledByHand.of(asking.finish()).poll().isPending());
        assertEquals(List.of("a", "b"), acted);
    }

    @Test
    void closingDropsTheBlockOfWith() throws Exception {
        Sink<String> asking = sink.with(HandBlock.handler(this::answerTo));
        isReady(asking.send("a"));

        asking.close();

        assertTrue(waits.get(0).sender().isClosed());
        assertEquals(1, sink.releases);
    }

    @Test
    void bufferTakesElementsWhileItsTargetHasNoRoom() throws Exception {
        Sink<String> buffered = sink.buffer(2);
        assertTrue(isReady(buffered.feed("a")));
        assertTrue(isReady(buffered.feed("b")));
        var third = PolledByHand.of(buffered.feed("c"));
        assertTrue(third.poll().isPending());

        sink.room(1);

        assertTrue(third.poll().isReady());
        assertEquals(List.of("a"), sink.taken);
    }

    @Test
    void finishedBufferHasMovedAllOn() throws Exception {
        Sink<String> buffered = sink.buffer(2);
        isReady(buffered.feed("a"));
        isReady(buffered.feed("b"));
        var finish = PolledByHand.of(buffered.finish());
        assertTrue(finish.poll().isPending());

        sink.room(2).flow();

        assertTrue(finish.poll().isReady());
        assertEquals(List.of("a", "b"), sink.taken);
        assertTrue(sink.finished);
        assertThrows(IllegalArgumentException.class, () -> sink.buffer(0));
    }

    @Test
    void fanoutGivesEachElementToBothAndWaitsForTheSlower() throws Exception {
        var slow = new ScriptedSink();
        sink.room(5).flow();
        Sink<String> both = sink.fanout(slow);
        var send = PolledByHand.of(both.send("a"));
        assertTrue(send.poll().isPending());
        assertEquals(List.of(), sink.taken);

        slow.room(1);
        assertTrue(send.poll().isPending());
        assertEquals(List.of("a"), sink.taken);
        assertEquals(List.of("a"), slow.taken);
        assertEquals(1, sink.out);

        slow.flow();
        assertTrue(send.poll().isReady());
        assertTrue(isReady(both.finish()));
        assertTrue(slow.finished && sink.finished);
    }

    @Test
    void fanoutFailsWithEitherAndReleasesBoth() {
        var broken = new ScriptedSink().fail(new IOException("broken pipe"));
        Sink<String> both = sink.room(5).fanout(broken);

        assertThrows(IOException.class, () -> isReady(both.send("a")));

        assertEquals(1, sink.releases);
        assertEquals(1, broken.releases);
    }

    // ---- sources of sinks

    @Test
    void sinkOfABlockRunsItOnEachElementInTurn() throws Exception {
        Sink<String> acting = Sinks.sink(HandBlock.consumer(this::answerTo));
        assertTrue(isReady(acting.feed("a")));
        assertEquals(List.of(), acted);
        var second = PolledByHand.of(acting.feed("b"));
        assertTrue(second.poll().isPending());
        assertEquals(List.of("a"), acted);
        answer(0, "done");
        assertTrue(second.poll().isReady());
        var finish = PolledByHand.of(acting.finish());
        assertTrue(finish.poll().isPending());

        answer(1, "done");

        assertTrue(finish.poll().isReady());
        assertEquals(List.of("a", "b"), acted);
    }

    @Test
    void failureOfTheBlockIsThatOfTheSink() {
        var failure = new IOException("disk full");
        Sink<String> acting = Sinks.sink(HandBlock.consumer(element -> Futures.failed(failure)));

        assertSame(failure, assertThrows(IOException.class, () -> isReady(acting.send("a"))));
        assertThrows(IllegalStateException.class, () -> isReady(acting.send("b")));
    }

    @Test
    void closingDropsTheBlockThatRuns() throws Exception {
        Sink<String> acting = Sinks.sink(HandBlock.consumer(this::answerTo));
        isReady(acting.send("a"));

        acting.close();

        assertTrue(waits.get(0).sender().isClosed());
    }

    @Test
    void callingSinkReleasesOnce() throws Exception {
        List<String> seen = new ArrayList<>();
        Sink<String> calling = Sinks.calling(seen::add, () -> seen.add("released"));

        isReady(calling.send("a"));
        isReady(calling.finish());
        calling.close();

        assertEquals(List.of("a", "released"), seen);
    }

    @Test
    void sinkThatNeverWaitsYieldsToOthers() throws Exception {
        var endless = Streams.from((Iterable<Integer>)
                () -> java.util.stream.Stream.iterate(0, n -> n + 1).iterator());

        assertTrue(endless.forward(Sinks.drain())
                .poll(new LimitedContext(Waker.noop(), 128))
                .isPending());
    }
}
