package dev.kyoto.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much the labels of tasks keep, and which of them can be one. */
class TaskLabelTest {
    private static final Future<String> FUTURE = cx -> Poll.pending();

    private static Object label(
            @Nullable String name, @Nullable Object parent, long parentId, @Nullable Object similar) {
        return TaskLabel.of(FUTURE, name, false, parent, parentId, similar);
    }

    @Test
    void taskWithoutAParentIsLabelledWithAConstant() {
        assertSame(FUTURE.getClass().getName(), label(null, null, 0, null));
    }

    @Test
    void tasksThatOneTaskSpawnsInTheSameWayShareALabel() {
        Object parent = label(null, null, 0, null);
        Object first = label("worker", parent, 1, null);

        assertSame(first, label("worker", parent, 1, first));
        assertNotSame(first, label("worker", parent, 2, first));
        assertNotSame(first, label("other", parent, 1, first));
        assertNotSame(first, label(null, parent, 1, first));
    }

    @Test
    void eachTaskThatSpawnsTheNextKeepsABoundedNumberOfLabels() {
        Object label = label("root", null, 0, null);
        for (int id = 1; id <= 1000; id++) {
            label = label("task " + (id + 1), label, id, null);

            int levels = levels(label);
            assertTrue(levels <= TaskLabel.MOST_LEVELS, () -> levels + " levels");
            assertEquals(levels, assertInstanceOf(TaskLabel.class, label).levels());
        }
        assertTrue(levels(label) >= 8);
        assertEquals("task 1001", TaskLabel.name(label));
    }

    private static int levels(@Nullable Object label) {
        int levels = 0;
        for (Object at = label; at != null; at = at instanceof TaskLabel more ? more.parent() : null) {
            levels++;
        }
        return levels;
    }

    @Test
    void oldestOfALongLineHasNoParentButItsNumber() {
        Object label = label("root", null, 0, null);
        for (int id = 1; id <= 40; id++) {
            label = label(null, label, id, null);
        }
        TaskLabel oldest = assertInstanceOf(TaskLabel.class, label);
        while (oldest.parent() instanceof TaskLabel above) {
            oldest = above;
        }

        assertNull(oldest.parent());
        assertTrue(oldest.parentId() > 0);
    }
}
