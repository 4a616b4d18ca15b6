package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are collected, into whatever there is a collector for. */
class CollectingTest {
    /** What "b" and then "a" are collected to, and what nothing is; queues are compared as lists. */
    record Subject(String name, Collector<? super String, ?, ?> collector, Object both, Object nothing) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Subject> subjects() {
        return List.of(
                new Subject("list", Collectors.toList(), List.of("b", "a"), List.of()),
                new Subject(
                        "array",
                        Collectors.collectingAndThen(Collectors.toList(), list -> List.of(list.toArray())),
                        List.of("b", "a"),
                        List.of()),
                new Subject("linked list", Collectors.toCollection(LinkedList::new), List.of("b", "a"), List.of()),
                new Subject("queue", drained(Collectors.toCollection(ArrayDeque::new)), List.of("b", "a"), List.of()),
                new Subject("heap", drained(Collectors.toCollection(PriorityQueue::new)), List.of("a", "b"), List.of()),
                new Subject("set", Collectors.toSet(), Set.of("a", "b"), Set.of()),
                new Subject("sorted set", Collectors.toCollection(TreeSet::new), Set.of("a", "b"), Set.of()),
                new Subject("map", Collectors.toMap(key -> key, String::length), Map.of("a", 1, "b", 1), Map.of()),
                new Subject(
                        "sorted map",
                        Collectors.toMap(key -> key, String::length, Integer::sum, TreeMap::new),
                        Map.of("a", 1, "b", 1),
                        Map.of()),
                new Subject("string", Collectors.joining(), "ba", ""));
    }

    private static <Q extends java.util.Queue<String>> Collector<String, ?, List<String>> drained(
            Collector<String, ?, Q> collector) {
        return Collectors.collectingAndThen(collector, queue -> {
            List<String> elements = new LinkedList<>();
            while (!queue.isEmpty()) {
                elements.add(queue.remove());
            }
            return elements;
        });
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void eachElementWakesTheCollectionAndTheEndEndsIt(Subject subject) throws Exception {
        var source = new ScriptedStream();
        var collecting = PolledByHand.of(source.collect(subject.collector));
        assertTrue(collecting.poll().isPending());

        source.add("b");
        assertEquals(1, collecting.wakes());
        assertTrue(collecting.poll().isPending());
        source.add("a");
        assertEquals(2, collecting.wakes());
        assertTrue(collecting.poll().isPending());
        source.end();

        assertEquals(3, collecting.wakes());
        assertEquals(subject.both, collecting.poll().value());
        assertEquals(1, source.closes);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void emptyStreamIsCollectedToNothing(Subject subject) throws Exception {
        assertEquals(
                subject.nothing,
                PolledByHand.of(Streams.<String>empty().collect(subject.collector))
                        .poll()
                        .value());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void failureIsThatOfTheCollection(Subject subject) throws Exception {
        var failure = new IOException("oh no");
        var source = new ScriptedStream();
        var collecting = PolledByHand.of(source.collect(subject.collector));
        source.add("b");
        assertTrue(collecting.poll().isPending());

        source.fail(failure);

        assertSame(failure, assertThrows(IOException.class, collecting::poll));
    }
}
