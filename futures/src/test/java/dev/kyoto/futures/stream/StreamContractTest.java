package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every operator owes its reader and its source, whatever it makes of the elements. */
class StreamContractTest {
    /** Each passes elements on, or something made of them, at once. */
    static java.util.stream.Stream<Named<Operation>> operators() {
        return java.util.stream.Stream.of(
                operator("map", source -> source.map(element -> element)),
                operator("filter", source -> source.filter(element -> true)),
                operator("filterMap", source -> source.filterMap(element -> element)),
                operator("mapWhile", source -> source.mapWhile(element -> element)),
                operator("then", source -> source.then(HandBlock.handler(Futures::ready))),
                operator("mapConcurrent", source -> source.mapConcurrent(1, HandBlock.handler(Futures::ready))),
                operator(
                        "mapConcurrentUnordered",
                        source -> source.mapConcurrentUnordered(1, HandBlock.handler(Futures::ready))),
                operator("inspect", source -> source.inspect(element -> {})),
                operator("scan", source -> source.scan("", (state, element) -> element)),
                operator("take", source -> source.take(1000)),
                operator("takeWhile", source -> source.takeWhile(element -> true)),
                operator("takeUntil", source -> source.takeUntil(Futures.pending())),
                operator("skip", source -> source.skip(0)),
                operator("skipWhile", source -> source.skipWhile(element -> false)),
                operator("chunks", source -> source.chunks(1)),
                operator("chunks with a limit", source -> source.chunks(1, Futures::pending)),
                operator("readyChunks", source -> source.readyChunks(1)),
                operator("peekable", Stream::peekable),
                operator("flatMap", source -> source.flatMap(Streams::of)),
                operator("flatMapConcurrent", source -> source.flatMapConcurrent(2, Streams::of)),
                operator("chain", source -> source.chain(Streams.empty())),
                operator("merge", source -> source.merge(Streams.empty())),
                operator("merge of many", source -> Streams.merge(List.of(source, Streams.empty()))),
                operator("zip", source -> source.zip(Streams.of(1, 2, 3, 4, 5), (element, number) -> element)),
                operator(
                        "orElse",
                        source -> source.orElse(failure -> Streams.pollFn(cx -> {
                            throw failure;
                        }))));
    }

    private static Named<Operation> operator(String name, Operation operation) {
        return Named.of(name, operation);
    }

    interface Operation {
        Stream<?> apply(Stream<String> source);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void constructionPollsNothing(Operation operator) {
        var source = ScriptedStream.of("a");

        operator.apply(source);

        assertEquals(0, source.polls);
        assertEquals(0, source.closes);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void elementThatIsThereIsReadAtOnce(Operation operator) throws Exception {
        assertNotNull(Reader.next(operator.apply(ScriptedStream.of("a"))));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void elementThatComesLaterWakesTheReader(Operation operator) throws Exception {
        var source = new ScriptedStream();
        var next = PolledByHand.of(operator.apply(source).next());
        assertTrue(next.poll().isPending());

        source.add("a");

        assertTrue(next.wakes() > 0);
        assertNotNull(next.poll().value());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void droppedNextLosesNothing(Operation operator) throws Exception {
        var source = new ScriptedStream();
        Stream<?> stream = operator.apply(source);
        var dropped = PolledByHand.of(stream.next());
        dropped.poll();
        source.add("a");

        dropped.cancel();

        assertNotNull(Reader.next(stream));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void endIsNullEveryTimeAndReleasesTheSource(Operation operator) throws Exception {
        var source = ScriptedStream.of("a").end();
        Stream<?> stream = operator.apply(source);
        Reader.next(stream);

        assertNull(Reader.next(stream));
        assertNull(Reader.next(stream));

        assertEquals(1, source.closes);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void failureIsThrownAsItIsAndIsTheEnd(Operation operator) throws Exception {
        var failure = new IOException("lost");
        var source = ScriptedStream.of("a").fail(failure);
        Stream<?> stream = operator.apply(source);
        assertNotNull(Reader.next(stream));

        assertSame(failure, assertThrows(IOException.class, () -> Reader.poll(stream)));

        assertEquals(1, source.closes);
        assertNull(Reader.next(stream));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void closingClosesTheSourceOnce(Operation operator) throws Exception {
        var source = ScriptedStream.of("a", "b");
        Stream<?> stream = operator.apply(source);
        Reader.next(stream);

        stream.close();
        stream.close();

        assertEquals(1, source.closes);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void readingAfterCloseIsLoud(Operation operator) {
        Stream<?> stream = operator.apply(ScriptedStream.of("a"));
        stream.close();

        var error = assertThrows(IllegalStateException.class, () -> Reader.poll(stream));

        assertTrue(error.getMessage().contains("Close a stream behind the last next()"), error.getMessage());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void closedAfterItsEndItIsLoudToo(Operation operator) throws Exception {
        Stream<?> stream = operator.apply(new ScriptedStream().end());
        Reader.next(stream);
        stream.close();

        assertThrows(IllegalStateException.class, () -> Reader.poll(stream));
    }
}
