package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PollTest {
    @Test
    void pendingHasNoValueAndSaysSo() {
        Poll<String> poll = Poll.pending();

        assertTrue(poll.isPending());
        assertFalse(poll.isReady());
        var error = assertThrows(IllegalStateException.class, poll::value);
        assertTrue(error.getMessage().contains("isReady()"), error.getMessage());
    }

    @Test
    void readyHoldsItsValue() {
        Poll<String> poll = Poll.ready("kyoto");

        assertTrue(poll.isReady());
        assertEquals("kyoto", poll.value());
    }

    @Test
    void readyNullIsReadyAndOneObjectForAll() {
        Poll<Void> poll = Poll.ready(null);

        assertTrue(poll.isReady());
        assertNull(poll.value());
        assertSame(poll, Poll.<Object>ready(null));
    }

    @Test
    void readyBooleansAreConstants() {
        assertSame(Poll.ready(true), Poll.ready(true));
        assertEquals(false, Poll.ready(false).value());
        assertEquals(true, Poll.ready(true).value());
    }

    @Test
    void aFutureOfTheLibraryIsItsOwnReadyPoll() throws Exception {
        var future = new AbstractFuture<Integer>() {
            @Override
            protected Poll<Integer> step(Context cx) {
                return readyWith(42);
            }
        };

        assertSame(future, future.poll(Context.of(Waker.noop())));
        assertEquals(42, future.value());
    }
}
