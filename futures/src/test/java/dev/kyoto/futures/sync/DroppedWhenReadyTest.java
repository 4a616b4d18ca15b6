package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was granted, sent or told to a future that is dropped before its next poll: it is somebody else's, or still there. */
class DroppedWhenReadyTest {
    private static <T extends @Nullable Object> PolledByHand<T> waiting(Future<T> future) throws Exception {
        var byHand = PolledByHand.of(future);
        assertTrue(byHand.poll().isPending());
        return byHand;
    }

    // ---- locks around a block

    interface Locked {
        Future<String> run(AsyncBlock<String> block);
    }

    record Lock(AutoCloseable held, Locked lock) {}

    static List<Named<Supplier<Lock>>> locks() {
        return List.of(
                Named.of("Mutex.withLock", () -> {
                    var mutex = new Mutex();
                    return new Lock(mutex.tryLock(), mutex::withLock);
                }),
                Named.of("RwLock.withRead", () -> {
                    var lock = new RwLock();
                    return new Lock(lock.tryWrite(), lock::withRead);
                }),
                Named.of("RwLock.withWrite", () -> {
                    var lock = new RwLock();
                    return new Lock(lock.tryRead(), lock::withWrite);
                }));
    }

    @ParameterizedTest
    @MethodSource("locks")
    void lockOfABlockThatNeverRanGoesToTheNext(Supplier<Lock> made) throws Exception {
        Lock lock = made.get();
        List<String> ran = new ArrayList<>();
        var first = waiting(lock.lock()
                .run(HandBlock.block(nothing -> Futures.lazy(() -> {
                    ran.add("first");
                    return "first";
                }))));
        var second = waiting(lock.lock().run(HandBlock.block(nothing -> Futures.ready("second"))));
        lock.held().close();
        assertEquals(1, first.wakes());

        first.cancel();

        assertEquals(1, second.wakes());
        assertEquals("second", second.poll().value());
        assertEquals(List.of(), ran);
    }

    @ParameterizedTest
    @MethodSource("locks")
    void lockOfABlockWhoseAwaitIsReadyGoesToTheNext(Supplier<Lock> made) throws Exception {
        Lock lock = made.get();
        lock.held().close();
        var inner = Oneshot.<String>channel();
        var first = waiting(lock.lock().run(HandBlock.block(nothing -> inner.receiver())));
        inner.sender().send("value");

        first.cancel();

        assertEquals("value", inner.receiver().tryReceive());
        var second = PolledByHand.of(lock.lock().run(HandBlock.block(nothing -> Futures.ready("second"))));
        assertEquals("second", second.poll().value());
    }

    // ---- permits

    @Test
    void readersLockThatWasGrantedGoesToTheWriterBehindIt() throws Exception {
        var lock = new RwLock();
        var writing = lock.tryWrite();
        var reader = waiting(lock.read());
        var writer = waiting(lock.write());
        writing.close();
        assertEquals(List.of(1, 0), List.of(reader.wakes(), writer.wakes()));

        reader.cancel();

        assertEquals(1, writer.wakes());
        assertTrue(writer.poll().isReady());
    }

    @Test
    void manyPermitsThatWereGrantedGoToThoseBehind() throws Exception {
        var semaphore = new Semaphore(0);
        var many = waiting(semaphore.acquire(2));
        var one = waiting(semaphore.acquire());
        semaphore.addPermits(2);
        assertEquals(List.of(1, 0), List.of(many.wakes(), one.wakes()));

        many.cancel();

        assertEquals(1, one.wakes());
        assertTrue(one.poll().isReady());
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void placesThatWereReservedGoToTheNext() throws Exception {
        var channel = Mpsc.<String>bounded(2);
        channel.sender().trySend("a");
        channel.sender().trySend("b");
        var batch = waiting(channel.sender().reserve(2));
        var single = waiting(channel.sender().reserve());
        channel.receiver().tryRecv();
        channel.receiver().tryRecv();
        assertEquals(List.of(1, 0), List.of(batch.wakes(), single.wakes()));

        batch.cancel();

        assertEquals(1, single.wakes());
        assertNotNull(single.poll().value());
        assertEquals(1, channel.sender().remainingCapacity());
    }

    // ---- what is told to all

    record End(Supplier<Future<@Nullable Void>> closed, AutoCloseable other) {}

    static List<Named<End>> ends() {
        var mpsc = Mpsc.<String>bounded(1);
        var unbounded = Mpsc.<String>unbounded();
        var mpmc = Mpmc.<String>bounded(1);
        var broadcast = Broadcast.<String>channel(1);
        var watch = Watch.channel("a");
        var oneshot = Oneshot.<String>channel();
        return List.of(
                Named.of("Mpsc.Sender", new End(mpsc.sender()::closed, mpsc.receiver())),
                Named.of("Mpsc.UnboundedSender", new End(unbounded.sender()::closed, unbounded.receiver())),
                Named.of("Mpmc", new End(mpmc.sender()::closed, mpmc.receiver())),
                Named.of("Broadcast.Sender", new End(broadcast.sender()::closed, broadcast.receiver())),
                Named.of("Watch.Sender", new End(watch.sender()::closed, watch.receiver())),
                Named.of("Oneshot.Sender", new End(oneshot.sender()::closed, oneshot.receiver()::close)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void endIsToldAgainToWhoAsksAgain(End end) throws Exception {
        var told = waiting(end.closed().get());
        end.other().close();
        assertEquals(1, told.wakes());

        told.cancel();

        assertTrue(PolledByHand.of(end.closed().get()).poll().isReady());
    }

    @Test
    void valueOfACellThatWasMadeMeanwhileIsThere() throws Exception {
        var cell = new OnceCell<String>();
        var source = Oneshot.<String>channel();
        var maker = waiting(cell.getOrInit(HandBlock.block(nothing -> source.receiver())));
        var other = waiting(cell.getOrInit(HandBlock.block(nothing -> Futures.ready("other"))));
        source.sender().send("made");
        maker.poll();
        assertEquals(1, other.wakes());

        other.cancel();

        var next = PolledByHand.of(cell.getOrInit(HandBlock.block(nothing -> Futures.ready("again"))));
        assertEquals("made", next.poll().value());
    }

    @Test
    void valueOfACellThatItsMakerWasNotPolledForIsMadeAnew() throws Exception {
        var cell = new OnceCell<String>();
        var source = Oneshot.<String>channel();
        var maker = waiting(cell.getOrInit(HandBlock.block(nothing -> source.receiver())));
        var next = waiting(cell.getOrInit(HandBlock.block(nothing -> Futures.ready("next"))));
        source.sender().send("made");

        maker.cancel();

        assertEquals("made", source.receiver().tryReceive(), "what the block awaited says what is lost");
        assertEquals(1, next.wakes());
        assertEquals("next", next.poll().value());
    }

    @Test
    void storedNotificationStaysStored() throws Exception {
        var notify = new Notify();
        var first = notify.notified();
        notify.notifyOne();

        first.cancel();

        assertTrue(PolledByHand.of(notify.notified()).poll().isReady());
    }

    // ---- messages

    interface Receiving {
        Future<Integer> into(List<String> messages);
    }

    record Batches(Runnable send, Receiving receive) {}

    static List<Named<Batches>> batches() {
        var mpsc = Mpsc.<String>bounded(4);
        var mpmc = Mpmc.<String>bounded(4);
        return List.of(
                Named.of(
                        "Mpsc.Receiver",
                        new Batches(
                                () -> mpsc.sender().trySend("a"),
                                list -> mpsc.receiver().recvMany(list, 4))),
                Named.of(
                        "Mpmc.Receiver",
                        new Batches(
                                () -> mpmc.sender().trySend("a"),
                                list -> mpmc.receiver().recvMany(list, 4))));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void messagesForABatchStayInTheQueue(Batches channel) throws Exception {
        List<String> messages = new ArrayList<>();
        var receiving = waiting(channel.receive().into(messages));
        channel.send().run();
        channel.send().run();
        assertTrue(receiving.wakes() > 0);

        receiving.cancel();

        assertEquals(List.of(), messages);
        assertEquals(2, PolledByHand.of(channel.receive().into(messages)).poll().value());
        assertEquals(List.of("a", "a"), messages);
    }

    record Read(Runnable send, Stream<String> stream) {}

    static List<Named<Read>> streams() {
        var mpsc = Mpsc.<String>bounded(4);
        var mpmc = Mpmc.<String>bounded(4);
        var broadcast = Broadcast.<String>channel(4);
        var lossy = Broadcast.<String>channel(4);
        var watch = Watch.channel("old");
        watch.receiver().markUnchanged();
        return List.of(
                Named.of("Mpsc.Receiver", new Read(() -> mpsc.sender().trySend("a"), mpsc.receiver().stream())),
                Named.of("Mpmc.Receiver", new Read(() -> mpmc.sender().trySend("a"), mpmc.receiver().stream())),
                Named.of(
                        "Broadcast.Receiver",
                        new Read(() -> broadcast.sender().send("a"), broadcast.receiver().stream())),
                Named.of(
                        "Broadcast.Receiver, told of lags",
                        new Read(() -> lossy.sender().send("a"), lossy.receiver().stream(lag -> {}))),
                Named.of("Watch.Receiver", new Read(() -> watch.sender().send("a"), watch.receiver().stream())));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void elementOfAStreamIsReadByTheNext(Read channel) throws Exception {
        for (var next = PolledByHand.of(channel.stream().next());
                next.poll().isReady();
                next = PolledByHand.of(channel.stream().next())) {
            // what a watch begins with
        }
        var dropped = waiting(channel.stream().next());
        channel.send().run();
        assertTrue(dropped.wakes() > 0);

        dropped.cancel();

        assertEquals("a", PolledByHand.of(channel.stream().next()).poll().value());
    }

    @Test
    void lagIsToldToTheNextReceive() throws Exception {
        var channel = Broadcast.<String>channel(1);
        var dropped = waiting(channel.receiver().recv());
        channel.sender().send("a");
        channel.sender().send("b");

        dropped.cancel();

        var next = PolledByHand.of(channel.receiver().recv());
        assertEquals(1, assertThrows(LaggedException.class, next::poll).missed());
        assertEquals("b", channel.receiver().tryRecv());
    }

    @Test
    void lagOfAStreamIsToldOnce() throws Exception {
        var channel = Broadcast.<String>channel(1);
        List<Long> told = new ArrayList<>();
        var stream = channel.receiver().stream(told::add);
        var dropped = waiting(stream.next());
        channel.sender().send("a");
        channel.sender().send("b");

        dropped.cancel();

        assertEquals("b", PolledByHand.of(stream.next()).poll().value());
        assertEquals(List.of(1L), told);
        assertFalse(PolledByHand.of(stream.next()).poll().isReady());
    }
}
