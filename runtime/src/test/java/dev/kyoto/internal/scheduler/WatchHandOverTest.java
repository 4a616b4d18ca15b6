package dev.kyoto.internal.scheduler;

import static dev.kyoto.internal.driver.Direction.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Poller;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.IoSource;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.internal.driver.Parker;
import dev.kyoto.task.JoinHandle;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
    private NioDriver driver;
    private Thread sleeper;

    @BeforeEach
    void sleepBesideTheWatcher() throws Exception {
        start(1, 0);
        driver = (NioDriver) scheduler.crew().drivers().get(0);
        ofTheTest = openPipe();
        ofTheWorker = openPipe();
        IoSource source = IoSource.connected(driver, ofTheTest.source(), "the pipe of the test");
        source.drained(READ);
        source.await(READ, this, Context.of(heard::countDown));
        Parker parker = driver.newParker();
        sleeper = new Thread(() -> {
            while (heard.getCount() > 0) {
                parker.park(Long.MAX_VALUE);
            }
        });
    }

    @AfterEach
    void letGo() throws Exception {
        free.countDown();
        sleeper.join();
        ofTheWorker.source().close();
        ofTheTest.source().close();
    }

    @Test
    void monitorFindsTheLongPollBeforeItIsReported() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        onBytesOfTheWorker(() -> blockIn(blocked));
        pollQuickly();
        fallAsleepBesideTheWatcher();
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
        fallAsleepBesideTheWatcher();
        send(ofTheWorker);
        slow.await();
        awaitTrue(() -> scheduler.crew().first().isAtRest());
        send(ofTheWorker);
        blocked.await();
        send(ofTheTest);

        heard.await();
    }

    /** The first polls of a program are long: classes are loaded. */
    private void pollQuickly() {
        JoinHandle<?> polls = scheduler.spawn(Poller.yielding(10_000, 1), null);
        awaitTrue(polls::isFinished);
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

    private void fallAsleepBesideTheWatcher() {
        awaitTrue(() -> scheduler.crew().first().isAtRest());
        while (driver.poll()) { // the worker does not watch yet
            driver.handOver(); // it may have found this poll at it
            Thread.yield();
        }
        sleeper.start();
        awaitTrue(() -> sleeper.getState() == Thread.State.WAITING); // in a select it would be RUNNABLE
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
