package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Crew;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads on both sides: elements in plain fields, each once and in order, however often a reader drops its next. */
class FlowStressTest {
    private static final int ELEMENTS = 100_000 * Integer.getInteger("kyoto.stress.effort", 1);

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    /** Its field is plain: what publishes the element publishes the number. */
    private static final class Element {
        int number;

        static Element of(int number) {
            var element = new Element();
            element.number = number;
            return element;
        }
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES), "a subscription keeps its thread");
    }

    private Stream<Element> thereAndBack(int prefetch) {
        int[] next = {0};
        Stream<Element> source = Streams.repeating(
                () -> dev.kyoto.futures.Futures.ready(next[0] == ELEMENTS ? null : Element.of(next[0]++)), () -> {});
        Flow.Publisher<Element> publisher = source.toPublisher(work -> work.toCompletableFuture(executor));
        return Streams.from(publisher, prefetch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 256})
    void everyElementOfAPublisherArrivesOnceAndInOrder(int prefetch) throws Exception {
        var crew = new Crew();
        crew.add(self -> {
            var stream = thereAndBack(prefetch);
            int expected = 0;
            while (true) {
                var poll = self.tryRun(stream.next());
                if (poll == null) {
                    continue; // dropped
                }
                Element element = poll.value();
                if (element == null) {
                    break;
                }
                assertEquals(expected++, element.number);
            }
            assertEquals(ELEMENTS, expected);
        });

        crew.run();
    }

    @Test
    void streamThatIsClosedHalfWayEndsItsPublisher() throws Exception {
        var crew = new Crew();
        crew.add(self -> {
            for (int round = 0; round < 1_000; round++) {
                var stream = thereAndBack(4);
                for (int i = self.random().nextInt(20); i > 0; i--) {
                    self.tryRun(stream.next());
                }
                stream.close();
            }
        });

        crew.run();
    }
}
