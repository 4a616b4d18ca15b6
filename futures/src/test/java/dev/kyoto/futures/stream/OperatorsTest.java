package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.LimitedContext;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Oneshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What each operator makes of the elements. */
class OperatorsTest {
    private final ScriptedStream source = ScriptedStream.of("a", "b", "c", "d", "e");

    private static <T> List<T> all(Stream<T> stream) throws Exception {
        return PolledByHand.of(stream.toList()).pollUntilIdle().value();
    }

    // ---- one by one

    @Test
    void mapChangesEachElement() throws Exception {
        assertEquals(
                List.of("A", "B"), Reader.available(ScriptedStream.of("a", "b").map(String::toUpperCase)));
    }

    @Test
    void mapToNullIsRefusedWithTheCure() {
        var error = assertThrows(
                NullPointerException.class,
                () -> Reader.poll(source.map(element -> element.startsWith("b") ? element : null)));

        assertTrue(error.getMessage().contains("filterMap"), error.getMessage());
        assertEquals(1, source.closes);
    }

    @Test
    void filterPassesWhatIsWanted() throws Exception {
        assertEquals(List.of("b", "d"), Reader.available(source.filter(element -> "bd".contains(element))));
    }

    @Test
    void filterThatLetsNothingThroughYieldsToOthers() throws Exception {
        var endless = Streams.from((Iterable<Integer>)
                () -> java.util.stream.Stream.iterate(0, n -> n + 1).iterator());
        var next = endless.filter(element -> false).next();

        assertTrue(next.poll(new LimitedContext(Waker.noop(), 128)).isPending());
    }

    @Test
    void filterMapLeavesOutNulls() throws Exception {
        var lengths =
                ScriptedStream.of("a", "", "ccc").filterMap(element -> element.isEmpty() ? null : element.length());

        assertEquals(List.of(1, 3), Reader.available(lengths));
    }

    @Test
    void mapWhileEndsAtTheFirstNull() throws Exception {
        var stream = source.mapWhile(element -> element.equals("c") ? null : element + element);

        assertEquals(List.of("aa", "bb"), Reader.available(stream));
        assertEquals(1, source.closes);
    }

    @Test
    void inspectSeesEachElementAsItPasses() throws Exception {
        List<String> seen = new ArrayList<>();

        Reader.next(source.inspect(seen::add));

        assertEquals(List.of("a"), seen);
    }

    @Test
    void scanYieldsEachStateButTheFirst() throws Exception {
        assertEquals(List.of(1, 2, 3, 4, 5), Reader.available(source.scan(0, (count, element) -> count + 1)));
    }

    // ---- parts

    @Test
    void takeClosesItsSourceWithTheLastElement() throws Exception {
        var two = source.take(2);

        assertEquals("a", Reader.next(two));
        assertEquals(0, source.closes);
        assertEquals("b", Reader.next(two));
        assertEquals(1, source.closes);
        assertNull(Reader.next(two));
        assertEquals(2, source.polls);
    }

    @Test
    void takeOfNothingPollsNothing() throws Exception {
        assertNull(Reader.next(source.take(0)));
        assertEquals(0, source.polls);
    }

    @Test
    void takeWhileEndsBeforeTheFirstThatIsNotWanted() throws Exception {
        assertEquals(List.of("a", "b"), Reader.available(source.takeWhile(element -> element.compareTo("c") < 0)));
        assertEquals(1, source.closes);
    }

    @Test
    void takeUntilEndsWithTheFuture() throws Exception {
        var stop = Oneshot.<String>channel();
        var stream = source.takeUntil(stop.receiver());
        assertEquals("a", Reader.next(stream));

        stop.sender().send("now");

        assertNull(Reader.next(stream));
        assertEquals(1, source.closes);
    }

    @Test
    void takeUntilDropsTheFutureWithTheStream() throws Exception {
        var stop = Oneshot.<String>channel();
        var stream = source.takeUntil(stop.receiver());
        Reader.next(stream);

        stream.close();

        assertTrue(stop.sender().isClosed());
    }

    @Test
    void skipLeavesOutTheFirst() throws Exception {
        assertEquals(List.of("d", "e"), Reader.available(source.skip(3)));
    }

    @Test
    void skipWhileStopsLookingAfterTheFirst() throws Exception {
        var stream = ScriptedStream.of("a", "b", "a").skipWhile("a"::equals);

        assertEquals(List.of("b", "a"), Reader.available(stream));
    }

    @Test
    void negativeCountIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> source.take(-1));
        assertThrows(IllegalArgumentException.class, () -> source.skip(-1));
        assertThrows(IllegalArgumentException.class, () -> source.chunks(0));
    }

    @Test
    void chunksWaitUntilTheyAreFull() throws Exception {
        var chunks = source.chunks(3);

        assertEquals(List.of("a", "b", "c"), Reader.next(chunks));
        assertTrue(Reader.poll(chunks).isPending());
        source.end();
        assertEquals(List.of("d", "e"), Reader.next(chunks));
        assertNull(Reader.next(chunks));
    }

    @Test
    void chunkBegunBeforeAFailureIsDeliveredFirst() throws Exception {
        var chunks = ScriptedStream.of("a").fail(new IOException("lost")).chunks(2);

        assertEquals(List.of("a"), Reader.next(chunks));
        assertThrows(IOException.class, () -> Reader.poll(chunks));
        assertNull(Reader.next(chunks));
    }

    @Test
    void chunkWaitsNoLongerThanItsLimit() throws Exception {
        List<Oneshot<String>> limits = new ArrayList<>();
        var chunks = source.chunks(3, () -> {
            limits.add(Oneshot.channel());
            return limits.get(limits.size() - 1).receiver();
        });
        assertEquals(List.of("a", "b", "c"), Reader.next(chunks));
        assertEquals(0, limits.size()); // there was no need to wait
        assertTrue(Reader.poll(chunks).isPending());
        assertTrue(Reader.poll(chunks).isPending());

        limits.get(0).sender().send("over");

        assertEquals(List.of("d", "e"), Reader.next(chunks));
        assertEquals(1, limits.size());
    }

    @Test
    void limitIsDroppedWithTheFullChunkAndWithTheStream() throws Exception {
        List<Oneshot<String>> limits = new ArrayList<>();
        var chunks = source.chunks(2, () -> {
            limits.add(Oneshot.channel());
            return limits.get(limits.size() - 1).receiver();
        });
        Reader.next(chunks);
        Reader.next(chunks);
        assertTrue(Reader.poll(chunks).isPending());
        source.add("f");
        Reader.next(chunks);
        assertTrue(limits.get(0).sender().isClosed());
        source.add("g");
        Reader.poll(chunks);

        chunks.close();

        assertTrue(limits.get(1).sender().isClosed());
    }

    @Test
    void readyChunksTakeWhatIsThere() throws Exception {
        var chunks = ScriptedStream.of("a", "b").readyChunks(10);

        assertEquals(List.of("a", "b"), Reader.next(chunks));
        assertTrue(Reader.poll(chunks).isPending());
    }

    @Test
    void peekLeavesTheElement() throws Exception {
        var stream = source.peekable();

        assertEquals("a", PolledByHand.of(stream.peek()).poll().value());
        assertEquals("a", PolledByHand.of(stream.peek()).poll().value());
        assertEquals("a", Reader.next(stream));
        assertEquals("b", Reader.next(stream));
    }

    @Test
    void nextIfTakesOnlyWhatIsWanted() throws Exception {
        var stream = source.peekable();

        assertNull(PolledByHand.of(stream.nextIf("b"::equals)).poll().value());
        assertEquals("a", PolledByHand.of(stream.nextIf("a"::equals)).poll().value());
        assertEquals("b", Reader.next(stream));
    }

    @Test
    void peekAtTheEndIsNull() throws Exception {
        var stream = Streams.<String>empty().peekable();

        assertNull(PolledByHand.of(stream.peek()).poll().value());
        assertNull(Reader.next(stream));
    }

    // ---- with other streams

    @Test
    void flatMapReadsOneStreamAfterTheOther() throws Exception {
        var stream = ScriptedStream.of("ab", "", "c")
                .flatMap(word -> Streams.from(word.chars().mapToObj(c -> (char) c)));

        assertEquals(List.of('a', 'b', 'c'), Reader.available(stream));
    }

    @Test
    void flatMapClosesTheInnerStreamWithItself() throws Exception {
        var inner = ScriptedStream.of("x", "y");
        var stream = source.flatMap(element -> inner);
        Reader.next(stream);

        stream.close();

        assertEquals(1, inner.closes);
        assertEquals(1, source.closes);
    }

    @Test
    void chainGoesOnWithTheSecondAtTheEndOfTheFirst() throws Exception {
        var second = ScriptedStream.of("z");
        var stream = ScriptedStream.of("a").end().chain(second);

        assertEquals("a", Reader.next(stream));
        assertEquals(0, second.polls);
        assertEquals("z", Reader.next(stream));
    }

    @Test
    void chainClosesBothWithItself() throws Exception {
        var second = new ScriptedStream();

        source.chain(second).close();

        assertEquals(1, source.closes);
        assertEquals(1, second.closes);
    }

    @Test
    void mergeTakesTurnsSoThatNeitherStarves() throws Exception {
        var stream = source.merge(ScriptedStream.of("1", "2", "3"));

        assertEquals(List.of("a", "1", "b", "2", "c", "3", "d", "e"), Reader.available(stream));
    }

    @Test
    void mergeEndsWhenBothHaveEnded() throws Exception {
        var other = new ScriptedStream();
        var stream = ScriptedStream.of("a").end().merge(other);
        assertEquals("a", Reader.next(stream));
        assertTrue(Reader.poll(stream).isPending());

        other.end();

        assertNull(Reader.next(stream));
    }

    @Test
    void mergeFailsWithEitherAndClosesBoth() throws Exception {
        var other = new ScriptedStream().fail(new IOException("lost"));
        var stream = new ScriptedStream().merge(other);

        assertThrows(IOException.class, () -> Reader.poll(stream));

        assertEquals(1, other.closes);
    }

    @Test
    void zipKeepsAnElementUntilItsPartnerComes() throws Exception {
        var numbers = new ScriptedStream();
        var pairs = source.zip(numbers, (letter, number) -> letter + number);
        assertTrue(Reader.poll(pairs).isPending());
        assertTrue(Reader.poll(pairs).isPending());

        numbers.add("1").add("2");

        assertEquals(List.of("a1", "b2"), Reader.available(pairs));
    }

    @Test
    void zipEndsWithTheShorter() throws Exception {
        var pairs = source.zip(Streams.of(1, 2), (letter, number) -> letter + number);

        assertEquals(List.of("a1", "b2"), Reader.available(pairs));
        assertEquals(1, source.closes);
    }

    @Test
    void orElseGoesOnWithTheReplacement() throws Exception {
        var stream = ScriptedStream.of("a")
                .fail(new IOException("lost"))
                .orElse(failure -> Streams.of(failure.getMessage()));

        assertEquals(List.of("a", "lost"), Reader.available(stream));
    }

    // ---- to the end

    @Test
    void toListHasThemAllInTheirOrder() throws Exception {
        assertEquals(List.of("a", "b", "c", "d", "e"), all(source.end()));
        assertEquals(1, source.closes);
    }

    @Test
    void foldStartsFromTheInitialValue() throws Exception {
        assertEquals(
                "<abcde",
                PolledByHand.of(source.end().fold("<", String::concat)).poll().value());
        assertEquals(
                "<",
                PolledByHand.of(Streams.<String>empty().fold("<", String::concat))
                        .poll()
                        .value());
    }

    @Test
    void firstTakesOneElementAndClosesTheStream() throws Exception {
        assertEquals("a", PolledByHand.of(source.first()).poll().value());
        assertEquals(1, source.polls);
        assertEquals(1, source.closes);
        assertNull(PolledByHand.of(Streams.empty().first()).poll().value());
    }

    @Test
    void firstThatIsWantedIsFound() throws Exception {
        assertEquals(
                "c", PolledByHand.of(source.filter("c"::equals).first()).poll().value());
        assertEquals(1, source.closes);
    }

    @Test
    void droppedFirstClosesTheStream() throws Exception {
        var waiting = new ScriptedStream();
        var first = PolledByHand.of(waiting.first());
        first.poll();

        first.cancel();

        assertEquals(1, waiting.closes);
    }

    @Test
    void reduceCombinesAllOrIsNullWithoutAny() throws Exception {
        assertEquals(
                "abcde",
                PolledByHand.of(source.end().reduce(String::concat)).poll().value());
        assertNull(PolledByHand.of(Streams.<String>empty().reduce(String::concat))
                .poll()
                .value());
    }

    @Test
    void matchesStopAtTheElementThatDecides() throws Exception {
        assertEquals(true, PolledByHand.of(source.anyMatch("b"::equals)).poll().value());
        assertEquals(2, source.polls);
        assertEquals(1, source.closes);
        assertEquals(
                false,
                PolledByHand.of(Streams.of(1, 2).allMatch(n -> n == 1)).poll().value());
        assertEquals(
                true,
                PolledByHand.of(Streams.of(1, 2).allMatch(n -> n > 0)).poll().value());
        assertEquals(
                true,
                PolledByHand.of(Streams.of(1, 2).noneMatch(n -> n > 2)).poll().value());
        assertEquals(
                false,
                PolledByHand.of(Streams.of(1, 2).noneMatch(n -> n == 2)).poll().value());
    }

    @Test
    void droppedCollectionClosesTheStream() throws Exception {
        var count = PolledByHand.of(source.count());
        count.poll();

        count.cancel();

        assertEquals(1, source.closes);
    }

    @Test
    void failureInACollectorClosesTheStream() {
        var failure = new IllegalArgumentException("no");

        assertSame(
                failure,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PolledByHand.of(source.fold("", (a, b) -> {
                                    throw failure;
                                }))
                                .poll()));
        assertEquals(1, source.closes);
    }

    // ---- sources

    @Test
    void iteratorIsReadAsTheStreamIs() throws Exception {
        var asked = new AtomicInteger();
        var stream = Streams.from(
                java.util.stream.Stream.generate(asked::incrementAndGet).iterator());

        Reader.next(stream);

        assertEquals(1, asked.get());
    }

    @Test
    void streamOfTheJdkIsClosedWithThisOne() {
        var closed = new AtomicInteger();

        Streams.from(java.util.stream.Stream.of(1).onClose(closed::incrementAndGet))
                .close();

        assertEquals(1, closed.get());
    }

    @Test
    void futureIsAStreamOfOneElement() throws Exception {
        var reply = Oneshot.<String>channel();
        var stream = Streams.<String>from(reply.receiver());
        assertTrue(Reader.poll(stream).isPending());

        reply.sender().send("pong");

        assertEquals("pong", Reader.next(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void repeatingKeepsTheFutureThatIsPending() throws Exception {
        var made = new AtomicInteger();
        var reply = Oneshot.<String>channel();
        var stream = Streams.<String>repeating(
                () -> {
                    made.incrementAndGet();
                    return reply.receiver();
                },
                () -> {});
        Reader.poll(stream);
        Reader.poll(stream);

        reply.sender().send("pong");

        assertEquals("pong", Reader.next(stream));
        assertEquals(1, made.get());
    }
}
