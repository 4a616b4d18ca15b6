package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Crew;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Oneshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Real threads, futures dropped at random; a lost wake-up is a failure, not a hang. */
class SharingStressTest {
    private static final int ROUNDS = 5_000 * Integer.getInteger("kyoto.stress.effort", 1);
    private static final int CHANNELS = 8;
    private static final int COPIES = 3;

    private final Crew crew = new Crew();

    @Test
    void setOfFuturesYieldsEveryMessageHoweverOftenItsNextIsDropped() throws Exception {
        List<Mpsc.Unbounded<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            channels.add(Mpsc.unbounded());
        }
        for (int half = 0; half < 2; half++) {
            int first = half;
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    int channel = first + 2 * self.random().nextInt(CHANNELS / 2);
                    channels.get(channel).sender().send(channel);
                }
                for (int channel = first; channel < CHANNELS; channel += 2) {
                    channels.get(channel).sender().close();
                }
            });
        }
        var received = new AtomicInteger();
        crew.add(self -> {
            try (var set = new FuturesUnordered<Integer>()) {
                channels.forEach(channel -> set.push(channel.receiver().recv()));
                while (!set.isEmpty()) {
                    var poll = self.tryRun(set.next());
                    if (poll != null && poll.value() != null) { // null: that channel has ended
                        received.incrementAndGet();
                        set.push(channels.get(poll.value()).receiver().recv());
                    }
                }
            }
        });

        crew.run();

        assertEquals(2 * ROUNDS, received.get());
    }

    @Test
    void sharedFutureReachesEveryCopyThatIsNotDropped() throws Exception {
        var meet = new CyclicBarrier(COPIES + 1);
        var copies = new Future<?>[COPIES];
        var dropped = new AtomicInteger();
        crew.add(self -> {
            for (int i = 0; i < ROUNDS; i++) {
                var channel = Oneshot.<String>channel();
                var shared = shared(channel.receiver());
                copies[0] = shared;
                for (int copy = 1; copy < COPIES; copy++) {
                    copies[copy] = shared.copy();
                }
                dropped.set(0);
                meet.await();
                boolean taken = channel.sender().send("value");
                meet.await();
                assertTrue(taken || dropped.get() == COPIES, "dropped although a copy was left");
                meet.await();
            }
        });
        for (int id = 0; id < COPIES; id++) {
            int mine = id;
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    meet.await();
                    var poll = self.tryRun(copies[mine]);
                    if (poll == null) {
                        dropped.incrementAndGet();
                    } else {
                        assertEquals("value", poll.value());
                    }
                    meet.await();
                    meet.await();
                }
            });
        }

        crew.run();
    }
}
