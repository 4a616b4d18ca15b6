package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackStreamTest {
    private final List<String> events = new ArrayList<>();

    /** What the registered listener speaks through. */
    private Callbacks<String> out;

    private Stream<String> callbacks(int capacity, Overflow overflow) {
        return Streams.fromCallbacks(capacity, overflow, callbacks -> {
            events.add("registered");
            out = callbacks;
            return () -> events.add("removed");
        });
    }

    @Test
    void listenerIsRegisteredByTheFirstPollAndRemovedOnce() throws Exception {
        var stream = callbacks(2, Overflow.FAIL);
        assertEquals(List.of(), events);
        Reader.poll(stream);
        Reader.poll(stream);
        assertEquals(List.of("registered"), events);

        stream.close();
        stream.close();

        assertEquals(List.of("registered", "removed"), events);
    }

    @Test
    void streamThatWasNeverReadRegistersNothing() {
        callbacks(2, Overflow.FAIL).close();

        assertEquals(List.of(), events);
    }

    @Test
    void whatIsHeardWakesTheReaderAndComesInOrder() throws Exception {
        var stream = callbacks(2, Overflow.FAIL);
        var next = PolledByHand.of(stream.next());
        next.poll();

        assertTrue(out.emit("a"));
        assertTrue(out.emit("b"));

        assertEquals(1, next.wakes());
        assertEquals("a", next.poll().value());
        assertEquals("b", Reader.next(stream));
        assertTrue(Reader.poll(stream).isPending());
    }

    @Test
    void whatIsHeardDuringTheRegistrationIsNotLost() throws Exception {
        Stream<String> stream = Streams.fromCallbacks(2, Overflow.FAIL, callbacks -> {
            callbacks.emit("early");
            return () -> {};
        });

        assertEquals("early", Reader.next(stream));
    }

    @Test
    void elementIsNotLostWithADroppedNext() throws Exception {
        var stream = callbacks(2, Overflow.FAIL);
        var next = PolledByHand.of(stream.next());
        next.poll();
        out.emit("a");

        next.cancel();

        assertEquals("a", Reader.next(stream));
    }

    @Test
    void oldestMakesRoom() throws Exception {
        var stream = callbacks(2, Overflow.DROP_OLDEST);
        Reader.poll(stream);

        out.emit("a");
        out.emit("b");
        assertTrue(out.emit("c"));

        assertEquals(List.of("b", "c"), Reader.available(stream));
    }

    @Test
    void newestFindsNoRoom() throws Exception {
        var stream = callbacks(2, Overflow.DROP_NEWEST);
        Reader.poll(stream);

        out.emit("a");
        out.emit("b");
        assertFalse(out.emit("c"));

        assertEquals(List.of("a", "b"), Reader.available(stream));
        assertTrue(out.emit("d"));
        assertEquals("d", Reader.next(stream));
    }

    @Test
    void overflowFailsAfterWhatWaitsWasRead() throws Exception {
        var stream = callbacks(1, Overflow.FAIL);
        Reader.poll(stream);
        out.emit("a");

        assertFalse(out.emit("b"));

        assertEquals("a", Reader.next(stream));
        var error = assertThrows(IllegalStateException.class, () -> Reader.poll(stream));
        assertTrue(error.getMessage().contains("larger capacity"), error.getMessage());
        assertEquals(List.of("registered", "removed"), events);
    }

    @Test
    void endComesAfterWhatWaits() throws Exception {
        var stream = callbacks(2, Overflow.FAIL);
        Reader.poll(stream);
        out.emit("a");
        out.end();
        out.fail(new IOException("too late"));

        assertFalse(out.emit("b"));

        assertEquals("a", Reader.next(stream));
        assertNull(Reader.next(stream));
        assertEquals(List.of("registered", "removed"), events);
    }

    @Test
    void failureComesAfterWhatWaits() throws Exception {
        var failure = new IOException("unplugged");
        var stream = callbacks(2, Overflow.FAIL);
        Reader.poll(stream);
        out.emit("a");

        out.fail(failure);

        assertEquals("a", Reader.next(stream));
        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));
    }

    @Test
    void endWakesTheReader() throws Exception {
        var next = PolledByHand.of(callbacks(2, Overflow.FAIL).next());
        next.poll();

        out.end();

        assertEquals(1, next.wakes());
        assertNull(next.poll().value());
    }

    @Test
    void lateCallbackOfAClosedStreamIsRefusedAndKeepsNothing() throws Exception {
        var stream = callbacks(2, Overflow.FAIL);
        var next = PolledByHand.of(stream.next());
        next.poll();
        stream.close();

        assertFalse(out.emit("late"));

        assertEquals(0, next.wakes());
    }

    @Test
    void failureOfTheRegistrationIsThatOfTheStream() throws Exception {
        var failure = new IOException("no such device");
        Stream<String> stream = Streams.fromCallbacks(1, Overflow.FAIL, callbacks -> {
            throw failure;
        });

        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));
        assertNull(Reader.next(stream));
    }

    @Test
    void failureInTakingTheListenerAwayIsReported() throws Exception {
        var failure = new IOException("stuck");
        List<Throwable> reported = new ArrayList<>();
        Stream<String> stream = Streams.fromCallbacks(1, Overflow.FAIL, callbacks -> () -> {
            throw failure;
        });
        Reader.poll(stream);
        Thread thread = Thread.currentThread();
        var before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, thrown) -> reported.add(thrown));
        try {
            stream.close();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertEquals(List.of(failure), reported);
    }

    @Test
    void noRoomAtAllIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> callbacks(0, Overflow.FAIL));
    }
}
