package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.TaskIdentity;
import dev.kyoto.futures.Waker;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What those who wait say of what they wait for. */
class ResourceTest {
    private record Tasklike(long id, String name) implements Waker, TaskIdentity {
        @Override
        public void wake() {}
    }

    private static final Tasklike ONE = new Tasklike(1, "one");
    private static final Tasklike TWO = new Tasklike(2, "two");

    /** Of a future that has begun to wait. */
    private static Resource awaitedBy(Future<?> future) throws Exception {
        return awaitedBy(future, TWO);
    }

    private static Resource awaitedBy(Future<?> future, Waker task) throws Exception {
        assertTrue(future.poll(Context.of(task)).isPending());
        AwaitTree tree = AwaitTree.of(future);
        return Objects.requireNonNull(tree.resource(), tree.toString());
    }

    private static <T> T acquired(Future<T> future, Waker task) throws Exception {
        return future.poll(Context.of(task)).value();
    }

    private static String text(Resource resource) {
        return resource.toString().replaceFirst("#\\d+", "");
    }

    @Test
    void mutexNamesItsHolder() throws Exception {
        Mutex mutex = new Mutex();
        var guard = acquired(mutex.lock(), ONE);
        assertEquals("Mutex: held by task 1 (one)", text(awaitedBy(mutex.lock())));

        Future<Mutex.Guard> second = mutex.lock();
        awaitedBy(second);
        Future<Mutex.Guard> third = new Mutex().lock();
        guard.close();
        assertNull(AwaitTree.of(third).resource()); // has not begun
    }

    @Test
    void holderChangesWithTheGuard() throws Exception {
        Mutex mutex = new Mutex();
        var first = acquired(mutex.lock(), ONE);
        Future<Mutex.Guard> next = mutex.lock();
        awaitedBy(next, TWO);
        first.close();
        acquired(next, TWO);

        assertEquals(
                List.of(new Resource.Holder(2, "two")),
                awaitedBy(mutex.lock(), ONE).holders());
    }

    @Test
    void guardFromTryLockHasNoKnownHolder() throws Exception {
        Mutex mutex = new Mutex();
        acquired(mutex.lock(), ONE).close();
        mutex.tryLock();

        assertEquals("Mutex: holder not known", text(awaitedBy(mutex.lock())));
    }

    @Test
    void freeMutexKeepsNoTaskAlive() throws Exception {
        Mutex mutex = new Mutex();
        Tasklike task = new Tasklike(3, "three");
        var reference = new WeakReference<>(task);
        acquired(mutex.lock(), task).close();
        task = null;

        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
        }

        assertNull(reference.get());
        assertTrue(mutex.tryLock() != null);
    }

    @Test
    void writerOfAnRwLockIsItsHolder() throws Exception {
        RwLock lock = new RwLock();
        var writing = acquired(lock.write(), ONE);
        assertEquals("RwLock: for reading, held by task 1 (one)", text(awaitedBy(lock.read())));
        assertEquals("RwLock: for writing, held by task 1 (one)", text(awaitedBy(lock.write())));

        RwLock downgraded = new RwLock();
        acquired(downgraded.write(), ONE).downgrade();
        assertEquals("RwLock: for writing, 1 permits out", text(awaitedBy(downgraded.write())));
        writing.close();
    }

    @Test
    void readerBehindAWaitingWriterMayGetInOtherwise() throws Exception {
        RwLock lock = new RwLock();
        acquired(lock.read(), ONE);
        awaitedBy(lock.write());

        Resource resource = awaitedBy(lock.read());

        assertEquals("RwLock: behind a writer", text(resource));
        assertTrue(!resource.needsHolders());
    }

    @Test
    void onlyLocksNeedTheirHolders() throws Exception {
        Mutex mutex = new Mutex();
        mutex.tryLock();
        assertTrue(awaitedBy(mutex.lock()).needsHolders());
        assertTrue(!awaitedBy(new Semaphore(0).acquire()).needsHolders());
        assertTrue(!awaitedBy(new Notify().notified()).needsHolders());
    }

    @Test
    void makerOfAValueHoldsItsCell() throws Exception {
        OnceCell<String> cell = new OnceCell<>();
        Future<String> making = cell.getOrInit(HandBlock.block(nothing -> Futures.pending()));
        making.poll(Context.of(ONE));
        Future<String> waiting = cell.getOrInit(HandBlock.block(nothing -> Futures.pending()));
        waiting.poll(Context.of(TWO));

        AwaitTree turn = AwaitTree.of(waiting).awaited().get(0);
        assertEquals(
                List.of(new Resource.Holder(1, "one")),
                Objects.requireNonNull(turn.resource()).holders());
        assertEquals(turn.resource().id(), AwaitTree.of(making).held().get(0).id());
    }

    @Test
    void whatIsWaitedForHasANumberOfItsOwn() throws Exception {
        var channel = Mpsc.<Integer>bounded(1);
        channel.sender().send(1).poll(Context.of(ONE));
        long sending = awaitedBy(channel.sender().send(2)).id();
        long reserving = awaitedBy(channel.sender().reserve()).id();
        channel.receiver().tryRecv();
        long other = awaitedBy(Mpsc.<Integer>unbounded().receiver().recv()).id();

        assertEquals(sending, reserving);
        assertNotEquals(sending, other);
    }

    @Test
    void eachKindSaysHowItStands() throws Exception {
        var full = Mpsc.<Integer>bounded(1);
        full.sender().send(1).poll(Context.of(ONE));
        Notify notify = new Notify();
        List<Future<?>> waits = List.of(
                full.sender().send(2),
                Mpsc.<Integer>bounded(1).receiver().recv(),
                Mpmc.<Integer>bounded(1).receiver().recv(),
                Oneshot.<Integer>channel().receiver(),
                Broadcast.<Integer>channel(1).receiver().recv(),
                Watch.channel(1).receiver().changed(),
                Watch.channel(1).sender().closed(),
                new SetOnce<Integer>().whenSet(),
                new Barrier(2).arrive(),
                new Semaphore(1).acquire(3),
                notify.notified());
        List<String> texts = new ArrayList<>();
        for (Future<?> wait : waits) {
            texts.add(text(awaitedBy(wait)));
        }

        assertEquals(
                List.of(
                        "Mpsc: full",
                        "Mpsc: 1 sender",
                        "Mpmc: 1 sender",
                        "Oneshot",
                        "Broadcast",
                        "Watch",
                        "Watch",
                        "SetOnce",
                        "Barrier: 1 of 2 arrived",
                        "Semaphore: wants 3, 2 missing",
                        "Notify"),
                texts);
    }

    @Test
    void closedGuardHoldsNothing() {
        var guard = Objects.requireNonNull(new Mutex().tryLock());
        assertEquals("Mutex", Objects.requireNonNull(guard.resource()).kind());

        guard.close();

        @Nullable Resource after = guard.resource();
        assertNull(after);
    }
}
