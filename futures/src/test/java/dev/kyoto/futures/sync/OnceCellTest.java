package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceCellTest {
    private final OnceCell<String> cell = new OnceCell<>();
    private int begun;

    @Test
    void whoComesFirstMakesTheValue() throws Exception {
        var source = Oneshot.<String>channel();
        var first = getting(source.receiver());
        assertTrue(first.poll().isPending());
        assertFalse(cell.isInitialized());

        source.sender().send("made");

        assertEquals("made", first.poll().value());
        assertEquals("made", cell.get());
        assertTrue(cell.isInitialized());
    }

    @Test
    void theOthersWaitForItAndMakeNothing() throws Exception {
        var source = Oneshot.<String>channel();
        var first = getting(source.receiver());
        var second = getting(never());
        var third = getting(never());
        first.poll();
        assertTrue(second.poll().isPending());
        assertTrue(third.poll().isPending());

        source.sender().send("made");
        first.poll();

        assertEquals(List.of(1, 1), List.of(second.wakes(), third.wakes()));
        assertEquals("made", second.poll().value());
        assertEquals("made", third.poll().value());
        assertEquals(1, begun);
    }

    @Test
    void valueThatIsThereIsYieldedWithoutTheBlock() throws Exception {
        assertTrue(cell.trySet("set"));

        assertEquals("set", getting(never()).poll().value());

        assertEquals(0, begun);
    }

    @Test
    void failedInitialiserLetsTheNextOneTry() throws Exception {
        var failure = new IOException("no tea");
        var source = Oneshot.<String>channel();
        var first = getting(source.receiver().andThen(value -> failing(failure)));
        var second = getting(ready("second"));
        first.poll();
        second.poll();
        source.sender().send("go");

        assertSame(failure, assertThrows(IOException.class, first::poll));

        assertEquals(1, second.wakes());
        assertEquals("second", second.poll().value());
        assertEquals("second", cell.get());
    }

    @Test
    void initialiserDroppedHalfWayIsDroppedAndLetsTheNextOneTry() throws Exception {
        var source = Oneshot.<String>channel();
        var first = getting(source.receiver());
        var second = getting(ready("second"));
        first.poll();
        second.poll();

        first.cancel();

        assertTrue(source.sender().isClosed(), "what the block awaited was dropped");
        assertEquals(1, second.wakes());
        assertEquals("second", second.poll().value());
    }

    @Test
    void droppedAtItsTurnItLetsTheNextOneTry() throws Exception {
        var first = getting(never());
        var second = getting(never());
        var third = getting(ready("third"));
        first.poll();
        second.poll();
        third.poll();
        first.cancel();
        assertEquals(1, second.wakes());

        second.cancel();

        assertEquals(1, third.wakes());
        assertEquals("third", third.poll().value());
    }

    @Test
    void droppedInLineItIsSkipped() throws Exception {
        var first = getting(never());
        var second = getting(never());
        first.poll();
        second.poll();

        second.cancel();
        first.cancel();

        assertEquals(0, second.wakes());
        assertEquals("third", getting(ready("third")).poll().value());
    }

    @Test
    void blockThatYieldsNullFailsAndFillsNothing() {
        assertThrows(NullPointerException.class, getting(ready(null))::poll);

        assertNull(cell.get());
        assertTrue(cell.trySet("set"));
    }

    @Test
    void uncompiledBlockLetsTheNextOneTry() {
        AsyncBlock<String> uncompiled = () -> "never";

        assertThrows(
                IllegalStateException.class,
                () -> PolledByHand.of(cell.getOrInit(uncompiled)).poll());

        assertTrue(cell.trySet("set"));
    }

    @Test
    void cellThatIsBeingFilledIsNotSet() throws Exception {
        var first = getting(never());
        first.poll();
        assertFalse(cell.trySet("set"));

        first.cancel();
        assertTrue(cell.trySet("set"));
        assertFalse(cell.trySet("again"));

        assertEquals("set", cell.get());
        assertThrows(NullPointerException.class, () -> cell.trySet(null));
    }

    private PolledByHand<String> getting(Future<String> source) {
        return PolledByHand.of(cell.getOrInit(HandBlock.block(nothing -> {
            begun++;
            return source;
        })));
    }

    private static Future<String> ready(String value) {
        return Futures.ready(value);
    }

    private static Future<String> failing(Exception failure) {
        return Futures.failed(failure);
    }

    private static Future<String> never() {
        return Futures.pending();
    }
}
