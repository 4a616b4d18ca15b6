package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.LimitedContext;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Oneshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What works on several elements at the same time. */
class ConcurrentOperatorsTest {
    private final ScriptedStream source = ScriptedStream.of("a", "b", "c", "d");

    /** The answers that the blocks wait for, by element, in the order in which the blocks began. */
    private final Map<String, Oneshot<String>> asked = new LinkedHashMap<>();

    private final AsyncFunction<String, String> ask = HandBlock.handler(this::answerTo);

    private Future<String> answerTo(String element) {
        Oneshot<String> answer = Oneshot.channel();
        asked.put(element, answer);
        return answer.receiver();
    }

    private void answer(String element) {
        asked.get(element).sender().send(element.toUpperCase());
    }

    private List<String> begun() {
        return List.copyOf(asked.keySet());
    }

    private List<String> dropped() {
        return asked.entrySet().stream()
                .filter(entry -> entry.getValue().sender().isClosed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static <T> AsyncFunction<T, T> failingAt(T bad, Exception failure) {
        return HandBlock.handler(element -> {
            if (element.equals(bad)) {
                throw failure;
            }
            return Futures.ready(element);
        });
    }

    // ---- mapConcurrent

    @Test
    void asManyBlocksRunAsAreAllowed() throws Exception {
        var stream = source.mapConcurrent(3, ask);

        assertTrue(Reader.poll(stream).isPending());

        assertEquals(List.of("a", "b", "c"), begun());
    }

    @Test
    void resultsAreInTheOrderOfTheElements() throws Exception {
        var stream = source.mapConcurrent(3, ask);
        Reader.poll(stream);
        answer("c");
        answer("b");
        assertTrue(Reader.poll(stream).isPending());

        answer("a");

        assertEquals(List.of("A", "B", "C"), Reader.available(stream));
    }

    @Test
    void resultThatWaitsForItsTurnKeepsItsRoom() throws Exception {
        var stream = source.mapConcurrent(2, ask);
        Reader.poll(stream);

        answer("b");
        Reader.poll(stream);
        Reader.poll(stream);

        assertEquals(List.of("a", "b"), begun());
    }

    @Test
    void deliveredResultMakesRoomForTheNextElement() throws Exception {
        var stream = source.mapConcurrent(2, ask);
        Reader.poll(stream);
        answer("a");

        assertEquals("A", Reader.next(stream));
        Reader.poll(stream);

        assertEquals(List.of("a", "b", "c"), begun());
    }

    @Test
    void answerOfAnyBlockWakesTheReader() throws Exception {
        var next = PolledByHand.of(source.mapConcurrent(2, ask).next());
        next.poll();

        answer("a");

        assertEquals(1, next.wakes());
        assertEquals("A", next.poll().value());
    }

    @Test
    void blockThatWasNotWokenIsNotPolled() throws Exception {
        List<String> polled = new ArrayList<>();
        AsyncFunction<Integer, String> watched = HandBlock.handler(index -> cx -> {
            polled.add("polled " + index);
            return Poll.pending();
        });
        var stream = Streams.of(0, 1).mapConcurrent(2, watched);
        Reader.poll(stream);
        polled.clear();

        Reader.poll(stream);

        assertEquals(List.of(), polled);
    }

    @Test
    void endComesAfterTheLastResult() throws Exception {
        var stream = ScriptedStream.of("a").end().mapConcurrent(5, ask);
        assertTrue(Reader.poll(stream).isPending());
        answer("a");

        assertEquals("A", Reader.next(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void failureOfABlockComesInItsTurnAndDropsTheRest() throws Exception {
        var failure = new IOException("lost");
        AsyncFunction<String, String> second = HandBlock.handler(element -> {
            if (element.equals("b")) {
                throw failure;
            }
            return answerTo(element);
        });
        var stream = source.mapConcurrent(3, second);
        assertTrue(Reader.poll(stream).isPending());
        answer("a");

        assertEquals("A", Reader.next(stream));
        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));

        assertTrue(dropped().contains("c"));
        assertEquals(1, source.closes);
        assertNull(Reader.next(stream));
    }

    @Test
    void failureOfTheSourceComesAfterTheResultsBeforeIt() throws Exception {
        var failure = new IOException("lost");
        var stream = ScriptedStream.of("a").fail(failure).mapConcurrent(3, ask);
        assertTrue(Reader.poll(stream).isPending());
        answer("a");

        assertEquals("A", Reader.next(stream));
        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));
    }

    @Test
    void resultThatIsThereIsNotLostWithADroppedNext() throws Exception {
        var stream = source.mapConcurrent(2, ask);
        var next = PolledByHand.of(stream.next());
        next.poll();
        answer("a");

        next.cancel();

        assertEquals("A", Reader.next(stream));
    }

    @Test
    void closingDropsTheBlocksThatRun() throws Exception {
        var stream = source.mapConcurrent(2, ask);
        Reader.poll(stream);

        stream.close();

        assertEquals(List.of("a", "b"), dropped());
        assertEquals(1, source.closes);
    }

    @Test
    void nullResultIsRefusedWithTheCure() {
        AsyncFunction<String, String> none = HandBlock.handler(element -> Futures.ready(null));

        var error = assertThrows(NullPointerException.class, () -> Reader.poll(source.mapConcurrent(1, none)));

        assertTrue(error.getMessage().contains("filterMap"), error.getMessage());
    }

    @Test
    void noRoomAtAllIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> source.mapConcurrent(0, ask));
        assertThrows(IllegalArgumentException.class, () -> source.mapConcurrentUnordered(0, ask));
        assertThrows(IllegalArgumentException.class, () -> source.flatMapConcurrent(0, Streams::of));
        assertThrows(IllegalArgumentException.class, () -> source.forEachConcurrent(0, element -> {}));
    }

    @Test
    void endlessReadyElementsYieldToOthers() throws Exception {
        var endless = Streams.from((Iterable<Integer>)
                () -> java.util.stream.Stream.iterate(0, n -> n + 1).iterator());
        AsyncFunction<Integer, Integer> never = HandBlock.handler(n -> Futures.pending());
        var next = endless.mapConcurrent(Integer.MAX_VALUE, never).next();

        assertTrue(next.poll(new LimitedContext(Waker.noop(), 128)).isPending());
    }

    // ---- mapConcurrentUnordered

    @Test
    void resultsComeAsTheyAreThere() throws Exception {
        var stream = source.mapConcurrentUnordered(3, ask);
        Reader.poll(stream);

        answer("c");
        answer("a");

        assertEquals(List.of("C", "A"), Reader.available(stream));
    }

    @Test
    void resultMakesRoomAtOnce() throws Exception {
        var stream = source.mapConcurrentUnordered(2, ask);
        Reader.poll(stream);
        answer("b");
        Reader.next(stream);

        Reader.poll(stream);

        assertEquals(List.of("a", "b", "c"), begun());
    }

    @Test
    void unorderedFailureIsTheEndAtOnce() throws Exception {
        var failure = new IOException("lost");
        var stream = source.mapConcurrentUnordered(3, failingAt("c", failure));
        assertEquals("a", Reader.next(stream));
        assertEquals("b", Reader.next(stream));

        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));

        assertEquals(1, source.closes);
    }

    @Test
    void unorderedEndsAfterTheLastResult() throws Exception {
        var stream = ScriptedStream.of("a", "b").end().mapConcurrentUnordered(5, ask);
        Reader.poll(stream);
        answer("b");
        answer("a");

        assertEquals(List.of("B", "A"), Reader.available(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void closingDropsTheUnorderedBlocksThatRun() throws Exception {
        var stream = source.mapConcurrentUnordered(2, ask);
        Reader.poll(stream);

        stream.close();

        assertEquals(List.of("a", "b"), dropped());
        assertEquals(1, source.closes);
    }

    // ---- forEachConcurrent

    @Test
    void forEachConcurrentRunsSoManyActionsAndEndsWithTheLast() throws Exception {
        var all = PolledByHand.of(source.end().forEachConcurrent(2, HandBlock.consumer(this::answerTo)));
        assertTrue(all.poll().isPending());
        assertEquals(List.of("a", "b"), begun());

        answer("b");
        assertTrue(all.poll().isPending());
        assertEquals(List.of("a", "b", "c"), begun());
        answer("a");
        answer("c");
        assertTrue(all.poll().isPending());
        answer("d");

        assertTrue(all.poll().isReady());
        assertEquals(1, source.closes);
    }

    @Test
    void droppedForEachConcurrentDropsItsActions() throws Exception {
        var all = PolledByHand.of(source.forEachConcurrent(3, HandBlock.consumer(this::answerTo)));
        all.poll();

        all.cancel();

        assertEquals(List.of("a", "b", "c"), dropped());
        assertEquals(1, source.closes);
    }

    @Test
    void failureOfAnActionDropsTheOthers() throws Exception {
        var failure = new IOException("lost");
        var all = PolledByHand.of(source.forEachConcurrent(3, HandBlock.consumer(element -> {
            if (element.equals("c")) {
                throw failure;
            }
            return answerTo(element);
        })));

        assertSame(failure, assertThrows(IOException.class, all::poll));

        assertEquals(List.of("a", "b"), dropped());
        assertEquals(1, source.closes);
    }

    // ---- flatMapConcurrent and merge

    @Test
    void innerStreamsAreReadInTurns() throws Exception {
        var stream =
                ScriptedStream.of("a", "b", "c").flatMapConcurrent(2, word -> Streams.of(word + 1, word + 2, word + 3));

        assertEquals(List.of("a1", "b1", "a2", "b2", "a3", "b3", "c1", "c2", "c3"), Reader.available(stream));
    }

    @Test
    void endOfAnInnerStreamMakesRoom() throws Exception {
        Map<String, ScriptedStream> inner = new LinkedHashMap<>();
        var stream = source.flatMapConcurrent(2, word -> {
            inner.put(word, new ScriptedStream());
            return inner.get(word);
        });
        assertTrue(Reader.poll(stream).isPending());
        assertEquals(List.of("a", "b"), List.copyOf(inner.keySet()));

        inner.get("a").end();
        assertTrue(Reader.poll(stream).isPending());

        assertEquals(List.of("a", "b", "c"), List.copyOf(inner.keySet()));
    }

    @Test
    void flatMapConcurrentClosesAllWithItself() throws Exception {
        List<ScriptedStream> inner = new ArrayList<>();
        var stream = source.flatMapConcurrent(2, word -> {
            inner.add(new ScriptedStream());
            return inner.get(inner.size() - 1);
        });
        Reader.poll(stream);

        stream.close();

        assertEquals(List.of(1, 1), inner.stream().map(each -> each.closes).toList());
        assertEquals(1, source.closes);
    }

    @Test
    void mergedStreamsThatWereNotWokenAreNotPolled() throws Exception {
        List<ScriptedStream> hundred =
                java.util.stream.Stream.generate(ScriptedStream::new).limit(100).toList();
        var merged = Streams.merge(hundred);
        assertTrue(Reader.poll(merged).isPending());

        hundred.get(42).add("word");

        assertEquals("word", Reader.next(merged));
        assertEquals(1, hundred.get(41).polls);
        assertEquals(2, hundred.get(42).polls);
    }

    @Test
    void mergeEndsWithTheLastAndClosesWhatIsLeftAtAFailure() throws Exception {
        var one = ScriptedStream.of("a").end();
        var other = new ScriptedStream();
        var merged = Streams.merge(List.of(one, other));
        assertEquals("a", Reader.next(merged));
        assertTrue(Reader.poll(merged).isPending());
        var failure = new IOException("lost");
        other.fail(failure);

        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(merged)));
        assertNull(Reader.next(merged));

        var third = new ScriptedStream();
        var two = Streams.merge(List.of(third, ScriptedStream.of().fail(failure)));
        assertThrows(IOException.class, () -> Reader.poll(two));
        assertEquals(1, third.closes);
    }

    @Test
    void mergeOfNothingEndsAtOnce() throws Exception {
        assertNull(Reader.next(Streams.merge(List.<Stream<String>>of())));
    }
}
