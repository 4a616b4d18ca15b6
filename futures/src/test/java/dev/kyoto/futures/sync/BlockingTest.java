package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.NonBlocking;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms for threads that may block. */
class BlockingTest {
    interface Wait {
        @Nullable Object run() throws InterruptedException;
    }

    /** A method that blocks at first, what ends the waiting, and what it yields then. */
    record Subject(
            String name,
            Wait method,
            Runnable event,
            @Nullable Object outcome) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Subject> subjects() {
        var full = Mpsc.<String>bounded(1);
        full.sender().trySend("first");
        var mpsc = Mpsc.<String>bounded(1);
        var mpmc = Mpmc.<String>bounded(1);
        var broadcast = Broadcast.<String>channel(1);
        var oneshot = Oneshot.<String>channel();
        var mutex = new Mutex();
        var guard = mutex.tryLock();
        var reading = new RwLock();
        var writer = reading.tryWrite();
        var writing = new RwLock();
        var reader = writing.tryRead();
        var semaphore = new Semaphore(0);
        return List.of(
                new Subject(
                        "Mpsc.send",
                        () -> {
                            full.sender().blockingSend("second");
                            return full.receiver().tryRecv();
                        },
                        full.receiver()::tryRecv,
                        "second"),
                new Subject(
                        "Mpsc.recv",
                        mpsc.receiver()::blockingRecv,
                        () -> mpsc.sender().trySend("a"),
                        "a"),
                new Subject(
                        "Mpmc.recv",
                        mpmc.receiver()::blockingRecv,
                        () -> mpmc.sender().trySend("a"),
                        "a"),
                new Subject(
                        "Broadcast.recv",
                        broadcast.receiver()::blockingRecv,
                        () -> broadcast.sender().send("a"),
                        "a"),
                new Subject(
                        "Oneshot",
                        oneshot.receiver()::blockingReceive,
                        () -> oneshot.sender().send("a"),
                        "a"),
                new Subject("Mutex.lock", () -> closed(mutex.blockingLock()), guard::close, "locked"),
                new Subject("RwLock.read", () -> closed(reading.blockingRead()), writer::close, "locked"),
                new Subject("RwLock.write", () -> closed(writing.blockingWrite()), reader::close, "locked"),
                new Subject(
                        "Semaphore.acquire",
                        () -> closed(semaphore.blockingAcquire()),
                        () -> semaphore.addPermits(1),
                        "locked"));
    }

    private static String closed(Handle handle) {
        handle.close();
        return "locked";
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void threadWaitsForTheEvent(Subject subject) throws Exception {
        var outcome = new CompletableFuture<@Nullable Object>();
        var thread = new Thread(() -> {
            try {
                outcome.complete(subject.method.run());
            } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertFalse(outcome.isDone());

        subject.event.run();

        assertEquals(subject.outcome, outcome.get());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void interruptedThreadGivesUpItsPlace(Subject subject) throws Exception {
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, subject.method::run);

        subject.event.run();
        assertEquals(subject.outcome, subject.name.equals("Oneshot") ? "a" : subject.method.run());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void workerThreadIsRefused(Subject subject) throws Exception {
        subject.event.run(); // even where it would not have to wait
        var failure = new CompletableFuture<Throwable>();
        var thread =
                new WorkerLike(() -> failure.complete(assertThrows(IllegalStateException.class, subject.method::run)));

        thread.start();

        assertTrue(failure.get().getMessage().contains("await"), failure.get().getMessage());
    }

    private static final class WorkerLike extends Thread implements NonBlocking {
        WorkerLike(Runnable body) {
            super(body);
        }
    }
}
