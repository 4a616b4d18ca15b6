package dev.kyoto.redis.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kyoto.redis.protocol.Bytes;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();

    @Test
    void earliestIsAlwaysTheEarliest() {
        Random random = new Random(2);
        Entry[] entries = new Entry[200];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry(Bytes.of("" + i), Bytes.EMPTY);
        }
        for (int step = 0; step < 20_000; step++) {
            Entry entry = entries[random.nextInt(entries.length)];
            deadlines.set(entry, random.nextInt(3) == 0 ? Entry.NEVER : random.nextInt(1000));

            long expected = LongStream.of(java.util.Arrays.stream(entries)
                            .mapToLong(e -> e.deadline)
                            .toArray())
                    .min()
                    .orElseThrow();
            Entry earliest = deadlines.earliest();
            assertEquals(expected, earliest == null ? Entry.NEVER : earliest.deadline);
        }
    }

    @Test
    void takenBackDeadlinesLeaveNothingBehind() {
        Entry[] entries = new Entry[100];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry(Bytes.of("" + i), Bytes.EMPTY);
            deadlines.set(entries[i], i);
        }
        for (Entry entry : entries) {
            deadlines.set(entry, Entry.NEVER);
        }
        assertEquals(0, deadlines.size());
        assertNull(deadlines.earliest());
    }
}
