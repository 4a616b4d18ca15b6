package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many streams under keys: which are there, and what they have, several elements at a time. */
class StreamMapChunksTest {
    private final StreamMap<String, Integer> map = new StreamMap<>();

    private static Set<Map.Entry<String, Integer>> asSet(List<Map.Entry<String, Integer>> entries) {
        return Set.copyOf(entries);
    }

    // ---- which are there

    @Test
    void newMapHasNothing() throws Exception {
        assertTrue(map.isEmpty());
        assertEquals(0, map.size());
        assertEquals(Set.of(), map.keys());
        assertNull(Reader.next(map));
        assertNull(Reader.next(map));
        assertFalse(map.remove("foo"));
    }

    @Test
    void keysAreThoseOfTheStreams() {
        map.put("a", Streams.pending());
        map.put("b", Streams.pending());
        map.put("c", Streams.pending());

        assertEquals(Set.of("a", "b", "c"), map.keys());
        assertTrue(map.containsKey("a"));
        assertFalse(map.containsKey("d"));
        assertEquals(3, map.size());
    }

    @Test
    void mapWhoseStreamsAreAllRemovedEnds() throws Exception {
        map.put("a", Streams.of(1, 2));
        map.put("b", Streams.of(1, 2));
        assertTrue(Reader.poll(map).isReady());

        List.copyOf(map.keys()).forEach(map::remove);

        assertTrue(map.isEmpty());
        assertNull(Reader.next(map));
    }

    @Test
    void streamThatEndsEmptyIsPassedOver() throws Exception {
        map.put("empty", Streams.empty());
        map.put("also empty", Streams.empty());
        map.put("one", Streams.of(1));
        map.put("never", Streams.pending());

        assertEquals(Map.entry("one", 1), Reader.next(map));
        assertTrue(Reader.poll(map).isPending());
        assertEquals(Set.of("never"), map.keys());
    }

    @Test
    void eachElementOfALoneStreamWakesTheReader() throws Exception {
        var source = new ScriptedStream();
        try (var strings = new StreamMap<String, String>()) {
            strings.put("foo", source);
            for (String element : List.of("1", "2")) {
                var next = PolledByHand.of(strings.next());
                assertTrue(next.poll().isPending());
                source.add(element);
                assertEquals(1, next.wakes());
                assertEquals(Map.entry("foo", element), next.poll().value());
            }
            var end = PolledByHand.of(strings.next());
            assertTrue(end.poll().isPending());

            source.end();

            assertEquals(1, end.wakes());
            assertNull(end.poll().value());
        }
    }

    // ---- several elements at a time

    @Test
    void chunkIsWhatIsThere() throws Exception {
        map.put("a", Streams.of(0).chain(Streams.pending()));
        map.put("b", Streams.of(1).chain(Streams.pending()));

        assertEquals(Set.of(Map.entry("a", 0), Map.entry("b", 1)), asSet(Reader.next(map.readyChunks(3))));
    }

    @Test
    void chunkMayBeJustFull() throws Exception {
        map.put("a", Streams.of(0));
        map.put("b", Streams.of(1));

        assertEquals(Set.of(Map.entry("a", 0), Map.entry("b", 1)), asSet(Reader.next(map.readyChunks(2))));
    }

    @Test
    void chunkIsNoLongerThanIsSaidAndTheRestComesNext() throws Exception {
        map.put("a", Streams.of(0));
        map.put("b", Streams.of(1));
        var chunks = map.readyChunks(1);

        var both = Set.of(Reader.next(chunks).get(0), Reader.next(chunks).get(0));

        assertEquals(Set.of(Map.entry("a", 0), Map.entry("b", 1)), both);
        assertNull(Reader.next(chunks));
    }

    @Test
    void chunksTakeTurnsWithAllStreams() throws Exception {
        map.put("a", Streams.of(0));
        map.put("b", Streams.of(0, 1));
        map.put("c", Streams.of(0, 1, 2));

        assertEquals(List.of(0, 0, 0), values(Reader.next(map.readyChunks(3))));
        assertEquals(List.of(1, 1), values(Reader.next(map.readyChunks(2))));
        assertEquals(List.of(2), values(Reader.next(map.readyChunks(1))));
    }

    private static List<Integer> values(List<Map.Entry<String, Integer>> chunk) {
        return chunk.stream().map(Map.Entry::getValue).toList();
    }

    @Test
    void chunkOfStreamsThatHaveNothingIsWaitedFor() throws Exception {
        map.put("never", Streams.pending());

        assertTrue(Reader.poll(map.readyChunks(1)).isPending());
    }

    @Test
    void chunksOfAnEmptyMapEnd() throws Exception {
        assertNull(Reader.next(map.readyChunks(1)));
    }

    @Test
    void chunksOfNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> map.readyChunks(0));
    }
}
