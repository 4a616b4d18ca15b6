package dev.kyoto.redis.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.redis.protocol.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictTest {
    private final Dict dict = new Dict();

    @Test
    void behavesLikeAMapWhileItGrowsAndShrinks() {
        Map<Bytes, Entry> model = new HashMap<>();
        Random random = new Random(11);
        for (int step = 0; step < 300_000; step++) {
            boolean growing = step / 50_000 % 2 == 0;
            Bytes key = key(random.nextInt(40_000));
            Entry present = dict.get(key);
            assertEquals(model.get(key), present);
            if (present == null && random.nextInt(10) < (growing ? 9 : 1)) {
                Entry entry = new Entry(key, Bytes.EMPTY);
                dict.add(entry);
                model.put(key, entry);
            } else if (present != null && random.nextInt(10) < (growing ? 1 : 9)) {
                dict.remove(present);
                model.remove(key);
            }
            assertEquals(model.size(), dict.size());
        }
        model.values().forEach(dict::remove);
        assertEquals(0, dict.size());
        assertEquals(Set.of(), walk(new Random(1), () -> {}));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void walkMeetsEachKeyThatStaysExactlyOnceWhileTheTableGrowsAndShrinks(long seed) {
        Random random = new Random(seed);
        Set<Bytes> staying = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            staying.add(add(i));
        }
        int[] coming = {1000};
        int[] going = {1000};
        boolean[] growing = {random.nextBoolean()};

        Set<Bytes> met = walk(random, () -> {
            for (int i = random.nextInt(200); i > 0; i--) {
                if (growing[0]) {
                    add(coming[0]++);
                } else if (going[0] < coming[0]) {
                    remove(going[0]++);
                }
            }
            growing[0] ^= random.nextInt(30) == 0;
        });

        met.retainAll(staying);
        assertEquals(staying, met);
        assertTrue(coming[0] > 1000, "keys came in between");
    }

    @Test
    void walkOfAQuietTableMeetsEverything() {
        Set<Bytes> all = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(add(i));
        }
        assertEquals(all, walk(new Random(0), () -> {}));
    }

    /** All keys met on one walk, none twice; {@code between} runs after each step. */
    private Set<Bytes> walk(Random random, Runnable between) {
        Set<Bytes> met = new HashSet<>();
        long cursor = 0;
        do {
            for (int steps = 1 + random.nextInt(3); steps > 0; steps--) {
                cursor = dict.walk(cursor, entry -> assertTrue(met.add(entry.key), "met twice: " + entry.key));
                if (cursor == 0) {
                    return met;
                }
            }
            between.run();
        } while (true);
    }

    private Bytes add(int number) {
        Bytes key = key(number);
        assertNull(dict.get(key));
        dict.add(new Entry(key, Bytes.EMPTY));
        return key;
    }

    private void remove(int number) {
        Entry entry = dict.get(key(number));
        assertNotNull(entry);
        dict.remove(entry);
    }

    private static Bytes key(int number) {
        return Bytes.of("key:" + number);
    }
}
