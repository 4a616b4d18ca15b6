package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.NonBlocking;
import dev.kyoto.futures.sync.Mpsc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlockingStreamTest {
    @Test
    void elementsAreReadToTheEnd() {
        var source = ScriptedStream.of("a", "b", "c").end();

        assertEquals(
                List.of("A", "B", "C"),
                source.blockingStream().map(String::toUpperCase).toList());
    }

    @Test
    void nothingIsReadThatIsNotWanted() {
        var source = ScriptedStream.of("a", "b", "c");

        assertEquals(List.of("a", "b"), source.blockingStream().limit(2).toList());

        assertEquals(2, source.polls);
    }

    @Test
    void iteratorReadsOneByOne() {
        var source = ScriptedStream.of("a", "b").end();
        var iterator = source.blockingStream().iterator();
        assertEquals(0, source.polls);

        assertEquals("a", iterator.next());
        assertEquals(1, source.polls);
        assertEquals("b", iterator.next());
        assertFalse(iterator.hasNext());
    }

    @Test
    void threadWaitsForAnElementOfAnother() throws Exception {
        var channel = Mpsc.<String>unbounded();
        Stream<String> source = Streams.repeating(channel.receiver()::recv, channel.receiver()::close);
        var first = CompletableFuture.supplyAsync(
                () -> source.blockingStream().findFirst().orElseThrow());

        channel.sender().send("late");

        assertEquals("late", first.get());
    }

    @Test
    void closingClosesTheSourceOnce() {
        var source = ScriptedStream.of("a");

        try (var elements = source.blockingStream().map(String::length)) {
            assertEquals(1, elements.findFirst().orElseThrow());
        }

        assertEquals(1, source.closes);
    }

    @Test
    void uncheckedFailureIsThrownAsItIs() {
        var failure = new IllegalStateException("no");

        assertSame(failure, assertThrows(IllegalStateException.class, () -> read(failure)));
    }

    @Test
    void checkedFailuresAreThrownInWhatTheJdkWrapsThemIn() {
        var lost = new IOException("lost");
        var late = new TimeoutException("late");

        assertSame(
                lost, assertThrows(UncheckedIOException.class, () -> read(lost)).getCause());
        assertSame(
                late, assertThrows(CompletionException.class, () -> read(late)).getCause());
    }

    @Test
    void interruptedReaderLosesNothingAndStaysInterrupted() {
        var source = new ScriptedStream();
        var iterator = source.blockingStream().iterator();
        Thread.currentThread().interrupt();

        var failure = assertThrows(CompletionException.class, iterator::next);

        assertTrue(failure.getCause() instanceof InterruptedException);
        assertTrue(Thread.interrupted());
        source.add("a");
        assertEquals("a", iterator.next());
    }

    @Test
    void threadThatMustNotBlockIsRefused() {
        var source = ScriptedStream.of("a");
        NonBlocking.enter();
        try {
            var failure = assertThrows(
                    IllegalStateException.class, () -> source.blockingStream().findFirst());
            assertTrue(failure.getMessage().contains("blockOn"), failure.getMessage());
        } finally {
            NonBlocking.leave();
        }
        assertEquals(0, source.polls);
    }

    @Test
    void parallelReadersAreOne() {
        var sum = new AtomicInteger();

        Streams.of(1, 2, 3, 4).blockingStream().parallel().forEach(sum::addAndGet);

        assertEquals(10, sum.get());
    }

    @Test
    void spliteratorOfTheJdkIsRead() throws Exception {
        var spliterator = List.of("a", "b").spliterator();

        var stream = Streams.from(Spliterators.iterator(spliterator));

        assertEquals(List.of("a", "b"), Reader.available(stream));
    }

    private static void read(Exception failure) {
        new ScriptedStream().fail(failure).blockingStream().forEach(element -> {});
    }
}
