package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Footprint;
import org.junit.jupiter.api.Test;

/** Guards against growth that nobody meant: whoever makes one of these larger changes a number here, and says why. */
class SyncFootprintTest {
    @Test
    void waiterInAQueue() {
        assertEquals(32, Footprint.of(Waiter.class));
    }

    @Test
    void waitForALock() {
        // Four bytes are for its purpose: one class serves every lock.
        assertEquals(40, Footprint.of(new Mutex().lock().getClass()));
        assertEquals(40, Footprint.of(new Semaphore(1).acquire().getClass()));
    }

    @Test
    void sendAndReceive() {
        var channel = Mpsc.<Integer>bounded(1);

        assertEquals(40, Footprint.of(channel.sender().send(1).getClass()));
        assertEquals(24, Footprint.of(channel.receiver().recv().getClass()));
    }

    @Test
    void oneshot() {
        assertEquals(24, Footprint.of(OneshotChannel.class));
        assertEquals(24, Footprint.of(Oneshot.Receiver.class));
    }
}
