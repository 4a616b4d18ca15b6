package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reading the list while it changes. */
class TaskListTest {
    /** Several pieces in each shard. */
    private static final int MANY = 20_000;

    private final TestTasks tasks = new TestTasks();
    private final TaskList list = new TaskList(1);

    private List<Task<?>> add(int count) {
        List<Task<?>> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Task<?> task = tasks.task(i);
            assertTrue(list.add(task));
            added.add(task);
        }
        return added;
    }

    @Test
    void everyTaskIsReadOnce() {
        List<Task<?>> added = add(MANY);

        List<Task<?>> read = list.read();

        assertEquals(MANY, read.size());
        assertEquals(new HashSet<>(added), new HashSet<>(read));
    }

    @Test
    void removedTaskIsNotRead() {
        List<Task<?>> added = add(100);
        list.remove(added.get(50));

        assertEquals(99, list.read().size());
        assertTrue(!list.read().contains(added.get(50)));
    }

    /** Pieces end at tasks that go while the lock is free: the reader must not lose its way there. */
    @Test
    void tasksThatStayAreReadOnceWhileOthersComeAndGo() throws Exception {
        List<Task<?>> staying = new ArrayList<>();
        List<Task<?>> going = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            staying.addAll(add(200));
            going.addAll(add(800));
        }
        Thread churn = new Thread(() -> {
            Random random = new Random(1);
            while (!Thread.currentThread().isInterrupted()) {
                for (int i = 0; i < going.size(); i++) {
                    list.remove(going.get(i));
                    going.set(i, add(1).get(0));
                    if (random.nextInt(100) == 0) {
                        i += random.nextInt(100);
                    }
                }
            }
        });
        churn.start();
        try {
            for (int i = 0; i < 200; i++) {
                List<Task<?>> read = list.read();
                Set<Task<?>> different = new HashSet<>(read);
                assertEquals(read.size(), different.size());
                assertTrue(different.containsAll(staying), "a task that was there all the time is missing");
            }
        } finally {
            churn.interrupt();
            churn.join();
        }
    }
}
