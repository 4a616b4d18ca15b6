package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Crew;
import dev.kyoto.futures.sync.Impatient;
import dev.kyoto.futures.sync.Mpsc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Streams that are woken by several threads, read by one that drops some of its {@code next()}s. */
class StreamsStressTest {
    private static final int ELEMENTS = 20_000 * Integer.getInteger("kyoto.stress.effort", 1);
    private static final int PRODUCERS = 2;

    private final Crew crew = new Crew();

    /** The next element, whatever is dropped in between. */
    private static <T> T next(Impatient self, Stream<T> stream) throws Exception {
        while (true) {
            var poll = self.tryRun(stream.next());
            if (poll != null) {
                return poll.value();
            }
        }
    }

    /** Each producer waits until its element was read, so that no later one makes up for a lost wake. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // rather than spin: there may be fewer cores than threads
    void callbacksOfSeveralThreadsAreAllHeardUpToTheEnd() throws Exception {
        var registered = new CompletableFuture<Callbacks<int[]>>();
        Stream<int[]> stream = Streams.fromCallbacks(PRODUCERS, Overflow.FAIL, out -> {
            registered.complete(out);
            return () -> {};
        });
        var read = new AtomicIntegerArray(PRODUCERS);
        var producing = new AtomicInteger(PRODUCERS);
        for (int id = 0; id < PRODUCERS; id++) {
            int me = id;
            crew.add(self -> {
                var out = registered.get();
                for (int i = 0; i < ELEMENTS; i++) {
                    assertTrue(out.emit(new int[] {me, i}));
                    while (i < ELEMENTS - 1 && read.get(me) <= i) {
                        Thread.yield();
                    }
                }
                if (producing.decrementAndGet() == 0) {
                    out.end();
                }
            });
        }
        crew.add(self -> {
            for (int[] element = next(self, stream); element != null; element = next(self, stream)) {
                assertEquals(read.getAndIncrement(element[0]), element[1]);
            }
        });

        crew.run();

        assertEquals(PRODUCERS * ELEMENTS, read.get(0) + read.get(1));
    }

    @Test
    void streamsOfAMapLoseNoWake() throws Exception {
        int channels = 8;
        var map = new StreamMap<Integer, Integer>();
        List<Mpsc.Sender<Integer>> senders = new ArrayList<>();
        for (int key = 0; key < channels; key++) {
            var channel = Mpsc.<Integer>bounded(2);
            map.put(key, channel.receiver().stream());
            senders.add(channel.sender());
        }
        for (int id = 0; id < PRODUCERS; id++) {
            int me = id;
            crew.add(self -> {
                for (int i = 0; i < ELEMENTS; i++) {
                    self.run(senders.get((i * PRODUCERS + me) % channels).send(i));
                }
                for (int key = me; key < channels; key += PRODUCERS) {
                    senders.get(key).close();
                }
            });
        }
        crew.add(self -> {
            int[] last = new int[channels];
            int received = 0;
            while (!map.isEmpty()) {
                var entry = next(self, map);
                if (entry != null) {
                    assertTrue(entry.getValue() >= last[entry.getKey()]);
                    last[entry.getKey()] = entry.getValue();
                    received++;
                }
            }
            assertEquals(PRODUCERS * ELEMENTS, received);
        });

        crew.run();
    }
}
