package dev.kyoto.redis.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.redis.protocol.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
        assertEquals(Set.of(), walk(dict, () -> {}));
    }

    @Test
    void walkMeetsEachKeyThatStaysExactlyOnceWhileTheTableGrowsAndShrinks() {
        for (int seed = 0; seed < 2000; seed++) {
            Dict dict = new Dict();
            Random random = new Random(seed);
            Deque<Bytes> staying = new ArrayDeque<>();
            for (int i = random.nextInt(300); i >= 0; i--) {
                staying.add(add(dict, i));
            }
            int[] next = {1000};
            int[] changes = {random.nextInt(60)};
            boolean growing = random.nextBoolean();
            int pace = 1 + random.nextInt(growing ? 2 : 8);
            // A table that is about to shrink has one key for eight of its buckets.
            int few = 1 + random.nextInt(60);
            while (!growing && staying.size() > few) {
                remove(dict, staying.remove());
            }

            Set<Bytes> met = walk(dict, () -> {
                for (int i = random.nextInt(pace); i > 0 && changes[0] > 0; i--, changes[0]--) {
                    if (growing) {
                        add(dict, next[0]++);
                    } else if (staying.size() > 1) {
                        remove(dict, staying.remove());
                    }
                }
            });

            assertTrue(met.containsAll(staying), "seed " + seed);
        }
    }

    @Test
    void walkOfAQuietTableMeetsEverything() {
        Set<Bytes> all = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(add(dict, i));
        }
        assertEquals(all, walk(dict, () -> {}));
    }

    /** All keys met on one walk, none twice; {@code between} runs after each step. */
    private static Set<Bytes> walk(Dict dict, Runnable between) {
        Set<Bytes> met = new HashSet<>();
        long cursor = 0;
        do {
            cursor = dict.walk(cursor, entry -> assertTrue(met.add(entry.key), "met twice: " + entry.key));
            between.run();
        } while (cursor != 0);
        return met;
    }

    private static Bytes add(Dict dict, int number) {
        Bytes key = key(number);
        assertNull(dict.get(key));
        dict.add(new Entry(key, Bytes.EMPTY));
        return key;
    }

    private static void remove(Dict dict, Bytes key) {
        Entry entry = dict.get(key);
        assertNotNull(entry);
        dict.remove(entry);
    }

    private static Bytes key(int number) {
        return Bytes.of("key:" + number);
    }
}
