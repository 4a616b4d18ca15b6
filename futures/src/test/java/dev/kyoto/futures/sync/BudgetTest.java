package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cooperative budget, of every future of the package alike. */
class BudgetTest {
    /** A future of each kind that can finish at once, and one that has to wait. */
    record Subject(String name, Supplier<Future<?>> ready, Supplier<Future<?>> waiting) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Subject> subjects() {
        return List.of(
                new Subject("Semaphore.acquire", () -> new Semaphore(1).acquire(), () -> new Semaphore(0).acquire()),
                new Subject("Mutex.lock", () -> new Mutex().lock(), BudgetTest::lockOfLocked),
                new Subject(
                        "RwLock.read",
                        () -> new RwLock().read(),
                        () -> writeLocked().read()),
                new Subject(
                        "RwLock.write",
                        () -> new RwLock().write(),
                        () -> writeLocked().write()),
                new Subject("Barrier.arrive", () -> new Barrier(1).arrive(), () -> new Barrier(2).arrive()),
                new Subject("SetOnce.whenSet", () -> filledOnce().whenSet(), () -> new SetOnce<>().whenSet()),
                new Subject(
                        "OnceCell.getOrInit", () -> filledCell().getOrInit(() -> "never"), BudgetTest::getOfBusyCell),
                new Subject("Notify.notified", BudgetTest::notifiedOnce, () -> new Notify().notified()),
                new Subject(
                        "Oneshot",
                        BudgetTest::oneshotWithValue,
                        () -> Oneshot.channel().receiver()),
                new Subject(
                        "Oneshot.closed",
                        BudgetTest::closedOneshot,
                        () -> Oneshot.channel().sender().closed()),
                new Subject("Mpsc.send", () -> Mpsc.bounded(1).sender().send("one"), BudgetTest::sendToFull),
                new Subject("Mpsc.reserve", () -> Mpsc.bounded(1).sender().reserve(), BudgetTest::reserveOfFull),
                new Subject(
                        "Mpsc.recv",
                        () -> unboundedWithOne().recv(),
                        () -> Mpsc.unbounded().receiver().recv()),
                new Subject(
                        "Mpsc.recvMany",
                        () -> unboundedWithOne().recvMany(new ArrayList<>(), 5),
                        () -> Mpsc.unbounded().receiver().recvMany(new ArrayList<>(), 5)),
                new Subject(
                        "Mpmc.recv",
                        () -> unboundedMpmcWithOne().recv(),
                        () -> Mpmc.unbounded().receiver().recv()),
                new Subject(
                        "Mpmc.recvMany",
                        () -> unboundedMpmcWithOne().recvMany(new ArrayList<>(), 5),
                        () -> Mpmc.unbounded().receiver().recvMany(new ArrayList<>(), 5)),
                new Subject(
                        "Mpsc.closed",
                        BudgetTest::closedMpsc,
                        () -> Mpsc.bounded(1).sender().closed()),
                new Subject(
                        "Broadcast.closed",
                        BudgetTest::closedBroadcast,
                        () -> Broadcast.channel(1).sender().closed()),
                new Subject(
                        "Watch.closed",
                        BudgetTest::closedWatch,
                        () -> Watch.channel(0).sender().closed()),
                new Subject(
                        "Broadcast.recv",
                        BudgetTest::broadcastWithOne,
                        () -> Broadcast.channel(1).receiver().recv()),
                new Subject(
                        "Watch.changed",
                        () -> watchWithNews().changed(),
                        () -> Watch.channel(0).receiver().changed()),
                new Subject(
                        "Watch.waitFor",
                        () -> watchWithNews().waitFor(value -> value == 1),
                        () -> watchWithNews().waitFor(value -> value == 2)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void finishingTakesOneUnit(Subject subject) throws Exception {
        var cx = new LimitedContext(5);

        assertTrue(subject.ready.get().poll(cx).isReady());

        assertEquals(4, cx.left());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void waitingHandsTheUnitBackAtEachPoll(Subject subject) throws Exception {
        var cx = new LimitedContext(5);
        var waiting = subject.waiting.get();

        assertTrue(waiting.poll(cx).isPending());
        assertTrue(waiting.poll(cx).isPending());

        assertEquals(5, cx.left());
        assertEquals(0, cx.deferred());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void withoutBudgetTheTaskTakesItsNextTurn(Subject subject) throws Exception {
        var empty = new LimitedContext(0);
        var ready = subject.ready.get();

        assertTrue(ready.poll(empty).isPending());
        assertEquals(1, empty.deferred());

        assertTrue(ready.poll(new LimitedContext(1)).isReady(), "the next turn finds what was there");
    }

    private static Future<?> lockOfLocked() {
        var mutex = new Mutex();
        mutex.tryLock();
        return mutex.lock();
    }

    private static Future<?> notifiedOnce() {
        var notify = new Notify();
        notify.notifyOne();
        return notify.notified();
    }

    private static Future<?> oneshotWithValue() {
        var channel = Oneshot.<String>channel();
        channel.sender().send("value");
        return channel.receiver();
    }

    private static Future<?> closedOneshot() {
        var channel = Oneshot.<String>channel();
        channel.receiver().close();
        return channel.sender().closed();
    }

    private static Future<?> sendToFull() {
        var sender = Mpsc.<String>bounded(1).sender();
        sender.trySend("first");
        return sender.send("second");
    }

    private static Future<?> reserveOfFull() {
        var sender = Mpsc.<String>bounded(1).sender();
        sender.trySend("first");
        return sender.reserve();
    }

    private static Mpsc.Receiver<String> unboundedWithOne() {
        var channel = Mpsc.<String>unbounded();
        channel.sender().send("one");
        return channel.receiver();
    }

    private static Mpmc.Receiver<String> unboundedMpmcWithOne() {
        var channel = Mpmc.<String>unbounded();
        channel.sender().send("one");
        return channel.receiver();
    }

    private static Future<?> closedMpsc() {
        var channel = Mpsc.<String>bounded(1);
        channel.receiver().close();
        return channel.sender().closed();
    }

    private static Future<?> closedBroadcast() {
        var channel = Broadcast.<String>channel(1);
        channel.receiver().close();
        return channel.sender().closed();
    }

    private static Future<?> closedWatch() {
        var channel = Watch.channel(0);
        channel.receiver().close();
        return channel.sender().closed();
    }

    private static Future<?> broadcastWithOne() {
        var channel = Broadcast.<String>channel(1);
        channel.sender().send("one");
        return channel.receiver().recv();
    }

    private static Watch.Receiver<Integer> watchWithNews() {
        var channel = Watch.channel(0);
        channel.sender().send(1);
        return channel.receiver();
    }

    private static RwLock writeLocked() {
        var lock = new RwLock();
        lock.tryWrite();
        return lock;
    }

    private static SetOnce<String> filledOnce() {
        var once = new SetOnce<String>();
        once.set("value");
        return once;
    }

    private static OnceCell<String> filledCell() {
        var cell = new OnceCell<String>();
        cell.trySet("value");
        return cell;
    }

    private static Future<?> getOfBusyCell() {
        var cell = new OnceCell<String>();
        try {
            cell.getOrInit(HandBlock.block(nothing -> Futures.pending())).poll(new LimitedContext(5));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return cell.getOrInit(() -> "never");
    }
}
