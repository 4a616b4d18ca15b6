package dev.kyoto.internal.scheduler;

import static dev.kyoto.internal.driver.Direction.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Poller;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.IoSource;
import dev.kyoto.internal.driver.Parker;
import dev.kyoto.task.JoinHandle;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A worker that has just watched is in a long poll, and a thread that sleeps at the same driver without watching takes the watch
 * over. Whether it does is told by an event that a waker of the test's own waits for.
 */
class WatchHandOverTest extends MonitorTestCase {
    private final CountDownLatch heard = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private Pipe ofTheWorker;
    private Pipe ofTheTest;
    private Parker parker;
    private Thread sleeper;

    /** The sleeper comes first: nobody watches where there is no channel, and once it sleeps it watches only if it is woken. */
    @BeforeEach
    void sleepBesideTheWatcher() throws Exception {
        start(1, 0);
        ofTheTest = openPipe();
        ofTheWorker = openPipe();
        parker = scheduler.crew().drivers().get(0).newParker();
        sleeper = new Thread(() -> {
            while (heard.getCount() > 0) {
                parker.park(Long.MAX_VALUE);
            }
        });
        sleeper.start();
        awaitTrue(() -> LockSupport.getBlocker(sleeper) == parker);
        IoSource source = IoSource.of(ofTheTest.source(), "the pipe of the test");
        scheduler.blockOn(
                cx -> { // a worker that finds a first channel wakes nobody: it will come to watch
                    source.drained(READ);
                    source.await(READ, source, cx.withWaker(heard::countDown));
                    return Poll.ready(1);
                });
    }

    @AfterEach
    void letGo() throws Exception {
        free.countDown();
        heard.countDown();
        parker.unpark();
        sleeper.join();
        ofTheWorker.source().close();
        ofTheTest.source().close();
    }

    @Test
    void monitorFindsTheLongPollBeforeItIsReported() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        onBytesOfTheWorker(() -> blockIn(blocked));
        pollQuickly();
        send(ofTheWorker);
        blocked.await();
        send(ofTheTest);

        look(2);

        heard.await();
        assertEquals(List.of(), List.copyOf(news));
    }

    @Test
    void workerWhoseLastPollWasLongHandsOverBeforeTheNext() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        onBytesOfTheWorker(() -> {
            if (slow.getCount() > 0) {
                long begin = System.nanoTime();
                awaitTrue(() -> System.nanoTime() - begin > 1_000_000);
                slow.countDown();
            } else {
                blockIn(blocked);
            }
        });
        pollQuickly();
        send(ofTheWorker);
        slow.await();
        awaitWorkerAsleep();
        send(ofTheWorker);
        blocked.await();
        send(ofTheTest);

        heard.await();
    }

    /** The first polls of a program are long: classes are loaded. */
    private void pollQuickly() {
        JoinHandle<?> polls = scheduler.spawn(Poller.yielding(10_000, 1), null);
        awaitTrue(polls::isFinished);
        awaitWorkerAsleep();
    }

    private void awaitWorkerAsleep() {
        awaitTrue(scheduler.crew().first()::isAsleep);
    }

    private void blockIn(CountDownLatch blocked) {
        blocked.countDown();
        awaitLatch(free);
    }

    /** A task does this in the poll that follows each byte. */
    private void onBytesOfTheWorker(Runnable action) {
        IoSource source = IoSource.of(ofTheWorker.source(), "the pipe of the worker");
        ByteBuffer buffer = ByteBuffer.allocate(1);
        scheduler.spawn(
                cx -> {
                    if (ofTheWorker.source().read(buffer.clear()) > 0) {
                        action.run();
                    }
                    source.drained(READ);
                    source.await(READ, source, cx);
                    return Poll.pending();
                },
                null);
    }

    private static Pipe openPipe() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        return pipe;
    }

    private static void send(Pipe pipe) throws Exception {
        pipe.sink().write(ByteBuffer.allocate(1));
    }
}
