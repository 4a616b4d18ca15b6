package dev.kyoto.internal.driver;

import static dev.kyoto.internal.driver.Direction.READ;
import static dev.kyoto.internal.driver.Direction.WRITE;
import static dev.kyoto.internal.driver.NioDriverTest.awaitParked;
import static dev.kyoto.internal.driver.NioDriverTest.awaitWaiting;
import static dev.kyoto.internal.driver.NioDriverTest.parkUntil;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which interests the selector has when, and that nobody waits for an event that does not come. */
class IoSourceTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final AtomicInteger wakes = new AtomicInteger();
    private final Context cx = Context.of(wakes::incrementAndGet);
    private Selector selector;
    private NioDriver driver;
    private NioParker parker;
    private SocketPair pair;
    private IoSource source;

    @BeforeEach
    void open() throws Exception {
        selector = Selector.open();
        driver = new NioDriver(selector);
        parker = driver.newParker();
        pair = SocketPair.open();
        source = IoSource.connected(driver, pair.near(), "the near end");
    }

    @AfterEach
    void close() throws Exception {
        driver.close();
        pair.close();
    }

    @Test
    void aChannelIsNotRegisteredBeforeSomebodyWaits() {
        assertTrue(source.isReady(READ));
        assertTrue(source.isReady(WRITE));
        assertFalse(pair.near().isRegistered());
    }

    @Test
    void bytesThatAreReadBetweenTwoSelectsLeaveTheInterestAlone() throws Exception {
        waitToRead();
        for (int i = 0; i < 3; i++) {
            pair.send(1);
            parker.park(FOR_EVER);
            assertEquals(1, readAll());
            waitToRead();
            assertEquals(OP_READ, interest());
        }
        assertEquals(3, wakes.get());
    }

    @Test
    void bytesThatNobodyReadsAreReportedThreeTimesAndThenNoMore() throws Exception {
        waitToRead();
        pair.send(1);
        parker.park(FOR_EVER);
        assertEquals(OP_READ, interest(), "the first event is trusted to be consumed");
        parker.park(FOR_EVER);
        assertEquals(OP_READ, interest(), "the second says that it will be soon");
        parker.park(FOR_EVER);
        assertEquals(0, interest(), "the third, that it will not");
        assertEquals(1, wakes.get());
    }

    private void lookAwayFromUnreadBytes() {
        for (int reports = 0; reports < 3; reports++) {
            parker.park(FOR_EVER);
        }
        assertEquals(0, interest());
    }

    @Test
    void bytesReadAfterTheSecondReportAreForgottenByTheThird() throws Exception {
        for (int i = 0; i < 2; i++) {
            waitToRead();
            pair.send(1);
            parker.park(FOR_EVER);
            parker.park(FOR_EVER);
            assertEquals(1, readAll());
        }
        waitToRead();
        pair.send(1);
        parker.park(FOR_EVER);
        assertEquals(OP_READ, interest());
    }

    @Test
    void theEndOfTheStreamDoesNotSpin() throws Exception {
        waitToRead();
        pair.far().close();
        parker.park(FOR_EVER);
        assertEquals(-1, pair.near().read(ByteBuffer.allocate(1)));
        parker.park(FOR_EVER);
        parker.park(FOR_EVER);
        assertEquals(0, interest());
        assertTrue(source.isReady(READ), "so that each further read finds the end at once");
    }

    @Test
    void aReaderThatComesAtLastRestoresTheInterest() throws Exception {
        waitToRead();
        pair.send(1);
        lookAwayFromUnreadBytes();
        assertEquals(1, readAll());
        waitToRead();
        assertEquals(OP_READ, interest());

        pair.send(1);
        parker.park(FOR_EVER);
        assertEquals(2, wakes.get());
    }

    @Test
    void aRestoredInterestReachesAnOwnerThatIsParked() throws Exception {
        waitToRead();
        pair.send(1);
        lookAwayFromUnreadBytes();
        readAll();

        var woken = new CountDownLatch(1);
        Thread owner = parkUntil(woken, parker);
        awaitParked(driver);
        NioDriverTest.waitToRead(source, woken::countDown);
        pair.send(1);
        owner.join();
    }

    @Test
    void aRegistrationReachesAnOwnerThatIsParked() throws Exception {
        var woken = new CountDownLatch(1);
        Thread owner = parkUntil(woken, parker);
        awaitWaiting(parker);
        NioDriverTest.waitToRead(source, woken::countDown);
        pair.send(1);
        owner.join();
    }

    @Test
    void anEventBetweenTheReadAndTheDrainIsReportedAgain() throws Exception {
        waitToRead();
        pair.send(1);
        parker.park(FOR_EVER);
        readAll();
        pair.send(1);
        parker.park(FOR_EVER);
        waitToRead();
        parker.park(FOR_EVER);
        assertEquals(2, wakes.get());
    }

    @Test
    void aShortReadSavesTheNextOneOnlyWhereTheSelectorWatches() throws Exception {
        waitToRead();
        pair.send(1);
        parker.park(FOR_EVER);
        source.mayBeDrained(READ);
        assertFalse(source.isReady(READ));

        lookAwayFromUnreadBytes();
        source.mayBeDrained(READ);
        assertTrue(source.isReady(READ));
        assertEquals(0, interest());
    }

    @Test
    void roomIsWatchedOnlyWhileAWriterWaitsAndForOneEvent() throws Exception {
        long stuffed = pair.stuffNear();
        source.drained(WRITE);
        assertFalse(source.await(WRITE, "writer", cx));
        assertEquals(OP_READ | OP_WRITE, interest());

        pair.receive(stuffed);
        parker.park(FOR_EVER);
        assertEquals(1, wakes.get());
        assertTrue(source.isReady(WRITE));
        assertEquals(OP_READ, interest());
    }

    @Test
    void aWriterThatWaitsDoesNotDisturbTheReader() throws Exception {
        var readerWakes = new AtomicInteger();
        NioDriverTest.waitToRead(source, readerWakes::incrementAndGet);
        long stuffed = pair.stuffNear();
        source.drained(WRITE);
        assertFalse(source.await(WRITE, "writer", cx));
        pair.send(1);
        while (readerWakes.get() == 0) {
            parker.park(FOR_EVER);
        }
        assertEquals(OP_READ, interest() & OP_READ);

        pair.receive(stuffed);
        while (wakes.get() == 0) {
            parker.park(FOR_EVER);
        }
        assertEquals(1, readerWakes.get());
    }

    @Test
    void aResetWakesBothDirections() throws Exception {
        waitToRead();
        pair.stuffNear();
        source.drained(WRITE);
        assertFalse(source.await(WRITE, "writer", cx));
        pair.far().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.far().close();
        parker.park(FOR_EVER);
        assertEquals(2, wakes.get());
    }

    @Test
    void aSecondReaderIsToldSoInsteadOfWaitingForEver() throws Exception {
        waitToRead();
        var failure = assertThrows(IllegalStateException.class, () -> source.await(READ, "another", cx));
        assertTrue(failure.getMessage().contains("Two futures wait for the near end"), failure.getMessage());

        source.leave(READ, "another");
        assertThrows(IllegalStateException.class, () -> source.await(READ, "another", cx));
        source.leave(READ, "reader");
        assertFalse(source.await(READ, "another", cx));
    }

    @Test
    void closeWakesBothDirectionsAndTheirNextWaitFails() throws Exception {
        waitToRead();
        source.drained(WRITE);
        source.await(WRITE, "writer", cx);
        source.close();
        source.close();
        assertEquals(2, wakes.get());
        var failure = assertThrows(ClosedChannelException.class, () -> source.await(READ, "reader", cx));
        assertTrue(failure.getMessage().contains("the near end was closed on this side"), failure.getMessage());
    }

    @Test
    void closeReleasesTheDescriptorThoughTheOwnerIsParked() throws Exception {
        waitToRead();
        var done = new CountDownLatch(1);
        Thread owner = parkUntil(done, parker);
        awaitParked(driver);
        source.close();

        // Only the owner's select can release it: nobody else polls this driver. It takes the key out of the selector
        // first
        // and out of the channel last.
        while (pair.near().isRegistered()) {
            Thread.onSpinWait();
        }
        assertEquals(Set.of(), selector.keys());
        done.countDown();
        parker.unpark();
        owner.join();
    }

    @Test
    void afterTheDriverIsClosedClosingAChannelReleasesIt() throws Exception {
        waitToRead();
        driver.close();
        assertTrue(pair.near().isOpen(), "it belongs to its holder");
        assertFalse(pair.near().isRegistered());
        source.close();
        assertFalse(pair.near().isOpen());
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheChannelByUsingIt() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertEquals(0, pair.near().read(ByteBuffer.allocate(1)));
            assertEquals(1, pair.near().write(ByteBuffer.allocate(1)));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertTrue(pair.near().isOpen());
    }

    /** The reader drains just between the poller's decision to look away and its looking away. */
    @Test
    void anInterestDroppedAfterTheDrainIsRestoredByThePoller() {
        var key = new SteppedKey(() -> source.drained(READ));
        assertTrue(source.isReady(READ));
        source.ready(key, OP_READ, new WakerBatch());
        source.ready(key, OP_READ, new WakerBatch());

        assertFalse(source.isReady(READ));
        assertEquals(OP_READ, key.interestOps(), "whoever waits now must hear of the next byte");
    }

    /** Events, drains, disarming and re-arming meet in every order: a thief polls all the time, the owner parks. */
    @Test
    void noEventIsLostWhileOthersPoll() throws Exception {
        int bytes = 30_000;
        var signal = new Semaphore(0);
        var done = new CountDownLatch(1);
        Thread owner = parkUntil(done, parker);
        Thread thief = new Thread(() -> {
            while (done.getCount() > 0) {
                driver.poll();
                // Not to wait for anything, only to leave the processors to those who are tested.
                LockSupport.parkNanos(20_000);
            }
        });
        thief.start();
        Context reader = Context.of(signal::release);
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; i < bytes; i++) {
                    pair.send(1);
                    if ((i & 7) == 0) {
                        pair.receive(1);
                    }
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        sender.start();

        ByteBuffer buffer = ByteBuffer.allocate(64);
        int received = 0;
        int answered = 0;
        while (received < bytes) {
            int count = source.isReady(READ) ? pair.near().read(buffer.clear()) : 0;
            if (count > 0) {
                received += count;
                while (answered * 8 < received) {
                    answered += pair.near().write(ByteBuffer.allocate(1));
                }
                if (count < buffer.capacity()) {
                    source.mayBeDrained(READ);
                }
            } else {
                if (source.isReady(READ)) {
                    source.drained(READ);
                }
                if (!source.await(READ, "reader", reader)) {
                    signal.acquire();
                    signal.drainPermits();
                }
            }
        }
        done.countDown();
        parker.unpark();
        sender.join();
        thief.join();
        owner.join();
        assertEquals(bytes, received);
    }

    private void waitToRead() throws Exception {
        NioDriverTest.waitToRead(source, cx.waker());
    }

    private int interest() {
        return pair.near().keyFor(selector).interestOps();
    }

    private int readAll() throws Exception {
        int sum = 0;
        ByteBuffer buffer = ByteBuffer.allocate(64);
        int count;
        while ((count = pair.near().read(buffer.clear())) > 0) {
            sum += count;
        }
        return sum;
    }
}
