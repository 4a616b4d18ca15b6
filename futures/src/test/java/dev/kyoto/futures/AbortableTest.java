package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.abortable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class AbortableTest {
    private final Probe tea = new Probe("tea");
    private final Abortable<String> abortable = abortable(tea);
    private final PolledByHand<String> byHand = PolledByHand.of(abortable);

    @Test
    void abortWakesTheTaskAndItsNextPollDropsTheFuture() throws Exception {
        byHand.poll();

        abortable.abort();
        assertEquals(1, byHand.wakes());
        assertEquals(0, tea.drops, "dropped by its owner, not by who aborts");

        assertThrows(CancellationException.class, byHand::poll);
        assertEquals(1, tea.drops);
        assertTrue(abortable.isAborted());
    }

    @Test
    void abortedBeforeItsFirstPollItNeverRuns() {
        abortable.abort();

        assertThrows(CancellationException.class, byHand::poll);

        assertEquals(0, tea.polls);
        assertEquals(1, tea.drops);
    }

    @Test
    void abortWithinThePollIsNotLost() throws Exception {
        tea.onPoll = abortable::abort;

        assertTrue(byHand.poll().isPending());

        assertEquals(1, byHand.wakes());
        assertThrows(CancellationException.class, byHand::poll);
    }

    @Test
    void abortAfterTheEndDoesNothing() throws Exception {
        tea.complete("green");
        assertFalse(abortable.isAborted());
        assertEquals("green", byHand.poll().value());

        abortable.abort();

        assertEquals(0, byHand.wakes());
        assertEquals(0, tea.drops);
    }
}
