package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads, futures dropped at random; see {@link StressTest}. */
class MpmcStressTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("kyoto.stress.effort", 1);
    private static final int SENDERS = 2;

    private final Crew crew = new Crew();

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void boundedChannelLosesAndDoublesNothing(int capacity) throws Exception {
        int messages = ROUNDS / 16 * capacity; // the fuller the channel, the more the threads wait for each other
        var channel = Mpmc.<int[]>bounded(capacity);
        for (int id = 0; id < SENDERS; id++) {
            int me = id;
            var sender = channel.sender().copy();
            crew.add(self -> {
                try (sender) {
                    for (int i = 0; i < messages; i++) {
                        while (self.tryRun(sender.send(new int[] {me, i})) == null) {}
                    }
                }
            });
        }
        channel.sender().close();

        receiveAll(channel.receiver(), messages);

        assertEquals(capacity, channel.sender().remainingCapacity());
    }

    @Test
    void unboundedChannelLosesAndDoublesNothing() throws Exception {
        var channel = Mpmc.<int[]>unbounded();
        for (int id = 0; id < SENDERS; id++) {
            int me = id;
            var sender = channel.sender().copy();
            crew.add(self -> {
                try (sender) {
                    for (int i = 0; i < ROUNDS; i++) {
                        sender.send(new int[] {me, i});
                    }
                }
            });
        }
        channel.sender().close();

        receiveAll(channel.receiver(), ROUNDS);
    }

    /** Two receivers take everything, each in order. */
    private void receiveAll(Mpmc.Receiver<int[]> receiver, int messages) throws Exception {
        var received = new AtomicInteger();
        for (int id = 0; id < 2; id++) {
            crew.add(self -> {
                var last = new int[] {-1, -1};
                while (true) {
                    var poll = self.tryRun(receiver.recv());
                    if (poll == null) {
                        continue;
                    }
                    int[] message = poll.value();
                    if (message == null) {
                        return;
                    }
                    assertTrue(message[1] > last[message[0]], "the messages of one sender come in order");
                    last[message[0]] = message[1];
                    received.incrementAndGet();
                }
            });
        }
        crew.run();

        assertEquals(SENDERS * messages, received.get());
    }
}
