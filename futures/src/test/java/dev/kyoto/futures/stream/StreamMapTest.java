package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamMapTest {
    private final StreamMap<Integer, String> map = new StreamMap<>();
    private final ScriptedStream one = new ScriptedStream();
    private final ScriptedStream two = new ScriptedStream();

    StreamMapTest() {
        map.put(1, one);
        map.put(2, two);
    }

    @Test
    void elementsComeWithTheirKeys() throws Exception {
        two.add("b");

        assertEquals(Map.entry(2, "b"), Reader.next(map));
        assertTrue(Reader.poll(map).isPending());
    }

    @Test
    void streamsThatHaveNotEndedCanBeLookedAt() throws Exception {
        one.end();
        assertTrue(Reader.poll(map).isPending());
        Map<Integer, Stream<?>> seen = new HashMap<>();

        map.forEach(seen::put);

        assertEquals(Map.of(2, two), seen);
    }

    @Test
    void streamThatIsAlwaysReadyStarvesNobody() throws Exception {
        one.add("a").add("a").add("a");
        two.add("b").add("b");

        List<Integer> turns =
                Reader.available(map).stream().map(Map.Entry::getKey).toList();

        assertEquals(List.of(1, 2, 1, 2, 1), turns);
    }

    @Test
    void streamPutInWhileTheReaderWaitsWakesIt() throws Exception {
        var next = PolledByHand.of(map.next());
        next.poll();

        map.put(3, ScriptedStream.of("c"));

        assertEquals(1, next.wakes());
        assertEquals(Map.entry(3, "c"), next.poll().value());
    }

    @Test
    void onlyStreamsThatWereWokenArePolled() throws Exception {
        Reader.poll(map);
        assertEquals(1, one.polls);

        two.add("b");
        Reader.next(map);

        assertEquals(1, one.polls);
        assertEquals(2, two.polls);
    }

    @Test
    void streamThatHasEndedIsRemoved() throws Exception {
        one.end();

        assertTrue(Reader.poll(map).isPending());

        assertEquals(Set.of(2), map.keys());
    }

    @Test
    void emptyMapYieldsNullUntilAStreamIsPutIn() throws Exception {
        one.end();
        two.end();
        assertNull(Reader.next(map));
        assertNull(Reader.next(map));
        assertTrue(map.isEmpty());

        map.put(1, ScriptedStream.of("again"));

        assertEquals(Map.entry(1, "again"), Reader.next(map));
    }

    @Test
    void failureRemovesItsStreamAndTheOthersGoOn() throws Exception {
        var failure = new IOException("lost");
        one.fail(failure);
        two.add("b");

        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(map)));

        assertEquals(Map.entry(2, "b"), Reader.next(map));
        assertFalse(map.containsKey(1));
    }

    @Test
    void removedStreamIsClosedAndItsLateWakeReachesNobody() throws Exception {
        var next = PolledByHand.of(map.next());
        next.poll();

        assertTrue(map.remove(1));
        one.add("late");

        assertEquals(1, one.closes);
        assertEquals(0, next.wakes());
        assertTrue(next.poll().isPending());
        assertFalse(map.remove(1));
    }

    @Test
    void streamRemovedAfterItsWakeYieldsNothing() throws Exception {
        var next = PolledByHand.of(map.next());
        next.poll();
        one.add("a");

        map.remove(1);

        assertTrue(next.poll().isPending());
        assertEquals(1, one.polls);
    }

    @Test
    void replacedStreamIsClosedAndTheNewOneIsRead() throws Exception {
        one.add("old");

        assertTrue(map.put(1, ScriptedStream.of("new")));

        assertEquals(1, one.closes);
        assertEquals(Map.entry(1, "new"), Reader.next(map));
        assertEquals(2, map.size());
    }

    @Test
    void droppedNextLosesNothing() throws Exception {
        var next = PolledByHand.of(map.next());
        next.poll();
        one.add("a");

        next.cancel();

        assertEquals(Map.entry(1, "a"), Reader.next(map));
    }

    @Test
    void closeClosesAllAndRefusesMore() {
        map.close();
        map.close();

        assertEquals(1, one.closes);
        assertEquals(1, two.closes);
        assertThrows(IllegalStateException.class, () -> map.put(3, new ScriptedStream()));
        assertThrows(IllegalStateException.class, () -> Reader.poll(map));
    }

    @Test
    void operatorOverItEndsWhenItIsEmpty() throws Exception {
        var values = map.map(Map.Entry::getValue);
        one.add("a").end();
        two.end();

        assertEquals("a", Reader.next(values));
        assertNull(Reader.next(values));
    }
}
