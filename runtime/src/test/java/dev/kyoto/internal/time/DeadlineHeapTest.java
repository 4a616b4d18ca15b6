package dev.kyoto.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {
    private static final int STEPS = 100_000;

    private final DeadlineHeap<Item> heap = new DeadlineHeap<>();

    private static final class Item extends DeadlineHeap.Entry {}

    private Item add(long deadline) {
        Item item = new Item();
        heap.set(item, deadline);
        return item;
    }

    private Item takeFirst() {
        Item first = heap.first();
        heap.remove(first);
        return first;
    }

    @Test
    void equalDeadlinesAreInTheOrderInWhichTheyWereSet() {
        Item a = add(5);
        Item b = add(5);
        Item c = add(5);
        heap.set(a, 5);

        assertEquals(List.of(b, c, a), List.of(takeFirst(), takeFirst(), takeFirst()));
        assertNull(heap.first());
    }

    @Test
    void clearedEntriesCanBeSetAgain() {
        Item a = add(5);
        add(6);
        heap.clear();
        assertFalse(a.isQueued());
        assertEquals(0, heap.size());

        heap.set(a, 7);

        assertSame(a, heap.first());
        assertEquals(1, heap.size());
    }

    /** The model is a list that is kept sorted; sorting is stable, so it keeps the order of equal deadlines too. */
    @Test
    void anyOperationsAgreeWithASortedList() {
        Random random = new Random(42);
        List<Item> model = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(10);
            if (model.size() > 60 || choice < 3 && !model.isEmpty()) {
                assertSame(model.remove(0), takeFirst());
            } else if (choice < 5 && !model.isEmpty()) {
                Item moved = model.remove(random.nextInt(model.size()));
                heap.set(moved, random.nextInt(40));
                model.add(moved);
            } else if (choice < 6 && !model.isEmpty()) {
                heap.remove(model.remove(random.nextInt(model.size())));
            } else {
                model.add(add(random.nextInt(40)));
            }
            model.sort(Comparator.comparingLong(Item::deadline));
            assertEquals(model.size(), heap.size());
            assertSame(model.isEmpty() ? null : model.get(0), heap.first());
        }
    }
}
