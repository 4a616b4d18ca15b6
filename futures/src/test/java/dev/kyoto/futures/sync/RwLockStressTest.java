package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Real threads, futures dropped at random; see {@link StressTest}. */
class RwLockStressTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("kyoto.stress.effort", 1);

    private final Crew crew = new Crew();

    @Test
    void readersSeeWhatWritersLeave() throws Exception {
        var lock = new RwLock(3);
        var writes = new AtomicLong();
        var plain = new long[2]; // equal, whenever nobody writes
        for (int thread = 0; thread < 4; thread++) {
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    if (self.random().nextInt(3) == 0) {
                        var poll = self.tryRun(lock.write());
                        if (poll != null) {
                            plain[0]++;
                            writes.incrementAndGet();
                            plain[1]++;
                            if (self.random().nextBoolean()) {
                                try (var reading = poll.value().downgrade()) {
                                    assertEquals(plain[0], plain[1]);
                                }
                            }
                            poll.value().close();
                        }
                    } else {
                        var poll = self.tryRun(lock.read());
                        if (poll != null) {
                            assertEquals(plain[0], plain[1]);
                            poll.value().close();
                        }
                    }
                }
            });
        }

        crew.run();

        assertEquals(writes.get(), plain[0]);
        assertNotNull(lock.tryWrite(), "everything came back");
    }
}
