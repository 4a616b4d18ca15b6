package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Real threads, futures dropped at random; see {@link StressTest}. */
class WatchStressTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("kyoto.stress.effort", 1);

    private final Crew crew = new Crew();
    private final Watch<Integer> channel = Watch.channel(0);

    @Test
    void receiversSeeGrowingValuesAndTheLast() throws Exception {
        for (int thread = 0; thread < 2; thread++) {
            var sender = channel.sender().copy();
            crew.add(self -> {
                try (sender) {
                    for (int i = 0; i < ROUNDS; i++) {
                        sender.sendModify(value -> value + 1);
                        if (self.random().nextInt(16) == 0) {
                            Thread.yield(); // or the receivers never catch up, and never wait
                        }
                    }
                }
            });
        }
        for (int thread = 0; thread < 2; thread++) {
            var receiver = channel.sender().subscribe();
            crew.add(self -> {
                int last = 0;
                while (true) {
                    var poll = self.tryRun(receiver.changed());
                    if (poll == null) {
                        continue;
                    }
                    if (poll.value() == null) {
                        break;
                    }
                    assertTrue(poll.value() > last, "each value is seen once, in order");
                    last = poll.value();
                }
                assertEquals(2 * ROUNDS, last);
            });
        }
        channel.sender().close();

        crew.run();
    }

    @Test
    void pingAndPongWaitForEachOther() throws Exception {
        int rounds = ROUNDS / 8;
        for (int id = 0; id < 2; id++) {
            int mine = id;
            var sender = channel.sender().copy();
            var receiver = channel.sender().subscribe();
            crew.add(self -> {
                for (int i = mine; i < rounds; i += 2) {
                    int turn = i;
                    while (self.tryRun(receiver.waitFor(value -> value == turn)) == null) {}
                    sender.send(i + 1);
                }
            });
        }

        crew.run();

        assertEquals(rounds, channel.receiver().get());
    }
}
