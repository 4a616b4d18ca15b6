package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.sync.Crew;
import dev.kyoto.futures.sync.Impatient;
import dev.kyoto.futures.sync.Mpsc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Streams that are woken by several threads, read by one that drops some of its {@code next()}s. */
class StreamsStressTest {
    private static final int ELEMENTS = 20_000;
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

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // correct without the yield, which lets the reader make room
    void callbacksOfSeveralThreadsAreAllHeardInTheirOrder() throws Exception {
        List<Callbacks<int[]>> registered = new ArrayList<>();
        var isRegistered = new CountDownLatch(1);
        Stream<int[]> stream = Streams.fromCallbacks(4, Overflow.DROP_NEWEST, out -> {
            registered.add(out);
            isRegistered.countDown();
            return () -> {};
        });
        for (int id = 0; id < PRODUCERS; id++) {
            int me = id;
            crew.add(self -> {
                isRegistered.await();
                for (int i = 0; i < ELEMENTS; i++) {
                    while (!registered.get(0).emit(new int[] {me, i})) {
                        Thread.yield();
                    }
                }
            });
        }
        crew.add(self -> {
            int[] expected = new int[PRODUCERS];
            for (int i = 0; i < PRODUCERS * ELEMENTS; i++) {
                int[] element = next(self, stream);
                assertEquals(expected[element[0]]++, element[1]);
            }
        });

        crew.run();
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
                    assertEquals(true, entry.getValue() >= last[entry.getKey()]);
                    last[entry.getKey()] = entry.getValue();
                    received++;
                }
            }
            assertEquals(PRODUCERS * ELEMENTS, received);
        });

        crew.run();
    }
}
