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
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What those who wait say of what they wait for. */
class ResourceTest {
    /** A task of an executor that numbers them. */
    private static final class NumberedContext extends Context {
        private final long id;

        NumberedContext(long id) {
            this.id = id;
            begin(Waker.noop(), UNCONSTRAINED);
        }

        @Override
        protected long currentTaskId() {
            return id;
        }

        @Override
        protected void defer(Waker waker) {
            waker.wake();
        }

        @Override
        public int nextInt(int bound) {
            return 0;
        }

        @Override
        public <S> @Nullable S service(Class<S> type) {
            return null;
        }
    }

    private static final Context ONE = new NumberedContext(1);
    private static final Context TWO = new NumberedContext(2);

    /** Of a future that has begun to wait. */
    private static Resource awaitedBy(Future<?> future) throws Exception {
        return awaitedBy(future, TWO);
    }

    private static Resource awaitedBy(Future<?> future, Context task) throws Exception {
        assertTrue(future.poll(task).isPending());
        AwaitTree tree = AwaitTree.of(future);
        return Objects.requireNonNull(tree.resource(), tree.toString());
    }

    private static <T> T acquired(Future<T> future, Context task) throws Exception {
        return future.poll(task).value();
    }

    private static String text(Resource resource) {
        return resource.toString().replaceFirst("#\\d+", "");
    }

    @Test
    void mutexNamesItsHolder() throws Exception {
        Mutex mutex = new Mutex();
        var guard = acquired(mutex.lock(), ONE);
        assertEquals("Mutex: held by task 1", text(awaitedBy(mutex.lock())));

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
                List.of(new Resource.Holder(2, "")),
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
    void derivedContextIsOfTheSameTask() throws Exception {
        Mutex mutex = new Mutex();
        mutex.lock().poll(ONE.withWaker(() -> {}));

        assertEquals("Mutex: held by task 1", text(awaitedBy(mutex.lock())));
    }

    @Test
    void executorWithoutNumbersIsNoHolder() throws Exception {
        Mutex mutex = new Mutex();
        mutex.lock().poll(Context.of(Waker.noop()));

        assertEquals("Mutex: holder not known", text(awaitedBy(mutex.lock())));
    }

    @Test
    void writerOfAnRwLockIsItsHolder() throws Exception {
        RwLock lock = new RwLock();
        var writing = acquired(lock.write(), ONE);
        assertEquals("RwLock: for reading, held by task 1", text(awaitedBy(lock.read())));
        assertEquals("RwLock: for writing, held by task 1", text(awaitedBy(lock.write())));

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
        making.poll(ONE);
        Future<String> waiting = cell.getOrInit(HandBlock.block(nothing -> Futures.pending()));
        waiting.poll(TWO);

        AwaitTree turn = AwaitTree.of(waiting).awaited().get(0);
        assertEquals(
                List.of(new Resource.Holder(1, "")),
                Objects.requireNonNull(turn.resource()).holders());
        assertEquals(turn.resource().id(), AwaitTree.of(making).held().get(0).id());
    }

    @Test
    void whatIsWaitedForHasANumberOfItsOwn() throws Exception {
        var channel = Mpsc.<Integer>bounded(1);
        channel.sender().send(1).poll(ONE);
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
        full.sender().send(1).poll(ONE);
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
