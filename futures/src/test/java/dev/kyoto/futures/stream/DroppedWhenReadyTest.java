package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements that are there when the future that waits for them is dropped, in sources, operators, sinks and what reads to the end. */
class DroppedWhenReadyTest {
    private static final List<String> ELEMENTS = List.of("a", "b", "c", "d", "e");

    // ---- operators

    interface Operation extends Function<Stream<String>, Stream<?>> {}

    static List<Named<Operation>> operators() {
        AsyncFunction<String, String> block = HandBlock.handler(Futures::ready);
        return List.of(
                operator("map", source -> source.map(String::toUpperCase)),
                operator("filter", source -> source.filter(element -> !element.equals("b"))),
                operator("filterMap", source -> source.filterMap(element -> element.equals("b") ? null : element)),
                operator("mapWhile", source -> source.mapWhile(element -> element.equals("d") ? null : element)),
                operator("then", source -> source.then(block)),
                operator("mapConcurrent", source -> source.mapConcurrent(2, block)),
                operator("mapConcurrentUnordered", source -> source.mapConcurrentUnordered(2, block)),
                operator("inspect", source -> source.inspect(element -> {})),
                operator("scan", source -> source.scan("", String::concat)),
                operator("take", source -> source.take(3)),
                operator("takeWhile", source -> source.takeWhile(element -> !element.equals("d"))),
                operator("takeUntil", source -> source.takeUntil(Futures.pending())),
                operator("skip", source -> source.skip(2)),
                operator("skipWhile", source -> source.skipWhile(element -> !element.equals("c"))),
                operator("chunks", source -> source.chunks(2)),
                operator("chunks with a limit", source -> source.chunks(2, Futures::pending)),
                operator("readyChunks", source -> source.readyChunks(1)),
                operator("peekable", Stream::peekable),
                operator("flatMap", source -> source.flatMap(element -> Streams.of(element, element + element))),
                operator("flatMapConcurrent", source -> source.flatMapConcurrent(2, Streams::of)),
                operator("chain", source -> source.chain(Streams.of("z"))),
                operator("merge", source -> source.merge(Streams.empty())),
                operator("merge of many", source -> Streams.merge(List.of(source, Streams.empty()))),
                operator("zip", source -> source.zip(Streams.of(1, 2, 3, 4, 5), Map::entry)),
                operator("zipped", source -> Streams.of(1, 2, 3, 4, 5).zip(source, Map::entry)),
                operator("orElse", source -> source.orElse(failure -> Streams.empty())));
    }

    private static Named<Operation> operator(String name, Operation operation) {
        return Named.of(name, operation);
    }

    /** What is read when each element comes while a next() waits, which is then dropped or not. */
    private static List<Object> read(Operation operator, boolean drops) throws Exception {
        var source = new ScriptedStream();
        Stream<?> stream = operator.apply(source);
        List<Object> read = new ArrayList<>();
        PolledByHand<?> next = PolledByHand.of(stream.next());
        for (int sent = 0; sent <= ELEMENTS.size(); ) {
            Poll<?> poll = next.poll();
            if (poll.isReady()) {
                if (poll.value() == null) {
                    return read;
                }
                read.add(poll.value());
                next = PolledByHand.of(stream.next());
                continue;
            }
            if (sent == ELEMENTS.size()) {
                source.end();
            } else {
                source.add(ELEMENTS.get(sent));
            }
            sent++;
            if (drops) {
                next.cancel();
                next = PolledByHand.of(stream.next());
            }
        }
        read.addAll(Reader.available(stream));
        return read;
    }

    @ParameterizedTest
    @MethodSource("operators")
    void sameElementsAreReadHoweverManyNextsAreDropped(Operation operator) throws Exception {
        List<Object> expected = read(operator, false);
        assertFalse(expected.isEmpty());

        assertEquals(expected, read(operator, true));
    }

    // ---- what operators hold

    /** Makes a stream that is in the middle of its first element until the stage is complete. */
    interface Holding {
        Stream<?> stream(Future<String> inner);
    }

    static List<Named<Holding>> holding() {
        return List.of(
                holding("then", inner -> Streams.of("a").then(HandBlock.handler(element -> inner))),
                holding(
                        "mapConcurrent",
                        inner -> Streams.of("a").mapConcurrent(2, HandBlock.handler(element -> inner))),
                holding(
                        "mapConcurrentUnordered",
                        inner -> Streams.of("a").mapConcurrentUnordered(2, HandBlock.handler(element -> inner))),
                holding("flatMap", inner -> Streams.of("a").flatMap(element -> Streams.from(inner))),
                holding(
                        "flatMapConcurrent",
                        inner -> Streams.of("a").flatMapConcurrent(2, element -> Streams.from(inner))),
                holding("zip", inner -> Streams.of("a").zip(Streams.from(inner), (left, right) -> right)),
                holding("chain", inner -> Streams.<String>empty().chain(Streams.from(inner))),
                holding(
                        "orElse",
                        inner -> Streams.from(Futures.<String>failed(new Exception("no tea")))
                                .orElse(failure -> Streams.from(inner))),
                holding("from a future", Streams::from),
                holding(
                        "repeating",
                        inner -> Streams.repeating(() -> inner, () -> {}).take(1)));
    }

    private static Named<Holding> holding(String name, Holding holding) {
        return Named.of(name, holding);
    }

    @ParameterizedTest
    @MethodSource("holding")
    void whatAnOperatorWaitsForStaysInIt(Holding holding) throws Exception {
        var stage = new CompletableFuture<String>();
        Stream<?> stream = holding.stream(Futures.from(stage));
        var next = PolledByHand.of(stream.next());
        assertTrue(next.poll().isPending());
        stage.complete("value");
        assertTrue(next.wakes() > 0);

        next.cancel();

        assertEquals("value", Reader.next(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void chunkThatWasBegunIsCompletedByTheNext() throws Exception {
        var source = ScriptedStream.of("a");
        var chunks = source.chunks(2);
        var next = PolledByHand.of(chunks.next());
        next.poll();
        source.add("b");

        next.cancel();

        assertEquals(List.of("a", "b"), Reader.next(chunks));
    }

    // ---- sources

    static List<Named<Stream<String>>> sources() {
        return List.of(
                Named.of("of", Streams.of("a")),
                Named.of("from an iterable", Streams.from(List.of("a"))),
                Named.of("from an iterator", Streams.from(List.of("a").iterator())),
                Named.of("from a stream of the JDK", Streams.from(java.util.stream.Stream.of("a"))),
                Named.of("from a future", Streams.from(Futures.ready("a"))),
                Named.of("pollFn", Streams.pollFn(new ScriptedStream().add("a").end()::pollNext)),
                Named.of("peekable", Streams.of("a").peekable()));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void firstElementIsReadByTheSecondNext(Stream<String> source) throws Exception {
        source.next().cancel();

        assertEquals("a", Reader.next(source));
    }

    @Test
    void streamsWithoutElementsHaveNoneToLose() throws Exception {
        var empty = Streams.<String>empty();
        var pending = Streams.<String>pending();

        empty.next().cancel();
        pending.next().cancel();

        assertNull(Reader.next(empty));
        assertTrue(Reader.poll(pending).isPending());
    }

    // ---- looking ahead

    @Test
    void elementThatSomebodyWouldHaveSeenStaysToBeSeen() throws Exception {
        var source = new ScriptedStream();
        var peekable = source.peekable();
        var peek = PolledByHand.of(peekable.peek());
        peek.poll();
        source.add("a");

        peek.cancel();

        assertEquals("a", PolledByHand.of(peekable.peek()).poll().value());
        assertEquals("a", Reader.next(peekable));
    }

    @Test
    void elementThatWasWantedStaysWhenItIsNotTaken() throws Exception {
        var source = new ScriptedStream();
        var peekable = source.peekable();
        var wanted = PolledByHand.of(peekable.nextIf("a"::equals));
        wanted.poll();
        source.add("a");

        wanted.cancel();

        assertEquals("a", PolledByHand.of(peekable.nextIf("a"::equals)).poll().value());
    }

    // ---- to the end

    interface Terminal {
        Future<?> read(Stream<String> stream);
    }

    static List<Named<Terminal>> terminals() {
        return List.of(
                terminal("forEach", stream -> stream.forEach(HandBlock.consumer(Futures::ready))),
                terminal(
                        "forEachConcurrent", stream -> stream.forEachConcurrent(2, HandBlock.consumer(Futures::ready))),
                terminal("forward", stream -> stream.forward(ScriptedSink.withRoomFor(9))),
                terminal("sendAll", stream -> ScriptedSink.withRoomFor(9).flow().sendAll(stream)),
                terminal("first", Stream::first),
                terminal("collect", stream -> stream.collect(java.util.stream.Collectors.toSet())),
                terminal("toList", Stream::toList),
                terminal("fold", stream -> stream.fold("", String::concat)),
                terminal("reduce", stream -> stream.reduce(String::concat)),
                terminal("count", Stream::count),
                terminal("anyMatch", stream -> stream.anyMatch("a"::equals)),
                terminal("allMatch", stream -> stream.allMatch("b"::equals)),
                terminal("noneMatch", stream -> stream.noneMatch("a"::equals)));
    }

    private static Named<Terminal> terminal(String name, Terminal terminal) {
        return Named.of(name, terminal);
    }

    @ParameterizedTest
    @MethodSource("terminals")
    void whoReadsToTheEndClosesTheStreamAndReadsNoMore(Terminal terminal) throws Exception {
        var source = new ScriptedStream();
        var reading = PolledByHand.of(terminal.read(source));
        assertTrue(reading.poll().isPending());
        source.add("a").end();
        int polls = source.polls;

        reading.cancel();

        assertEquals(polls, source.polls);
        assertEquals(1, source.closes);
    }

    // ---- sinks

    private final ScriptedSink sink = new ScriptedSink();

    private static PolledByHand<@Nullable Void> waiting(Future<@Nullable Void> future) throws Exception {
        var byHand = PolledByHand.of(future);
        assertTrue(byHand.poll().isPending());
        return byHand;
    }

    @Test
    void roomForAnElementThatIsGivenUpServesTheNext() throws Exception {
        for (boolean flushes : new boolean[] {true, false}) {
            var sending = flushes ? sink.send("a") : sink.feed("a");
            var byHand = waiting(sending);
            sink.room(1);
            assertEquals(1, byHand.wakes());

            byHand.cancel();

            assertEquals("a", sending.unsent());
            assertTrue(PolledByHand.of(sink.feed("b")).poll().isReady());
        }
        assertEquals(List.of("b", "b"), sink.taken);
    }

    @Test
    void flushThatWasDoneIsDoneForTheNext() throws Exception {
        PolledByHand.of(sink.room(1).feed("a")).poll();
        var flush = waiting(sink.flush());
        sink.flow();
        assertEquals(1, flush.wakes());

        flush.cancel();

        assertTrue(PolledByHand.of(sink.flush()).poll().isReady());
        assertEquals(1, sink.out);
    }

    @Test
    void finishGoesOnWhereItWasDropped() throws Exception {
        PolledByHand.of(sink.room(1).feed("a")).poll();
        var finish = waiting(sink.finish());
        sink.flow();
        assertEquals(1, finish.wakes());

        finish.cancel();

        assertFalse(sink.finished);
        assertTrue(PolledByHand.of(sink.finish()).poll().isReady());
        assertTrue(sink.finished);
    }
}
