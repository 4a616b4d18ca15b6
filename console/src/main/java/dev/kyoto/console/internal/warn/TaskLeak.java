package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.TaskRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tasks of one line that become more and more, for a whole minute, while hardly any of them ends. A server whose clients all come
 * in one minute and stay looks the same: so the sentence says what was seen, not what it must mean.
 */
final class TaskLeak implements Rule {
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    /** Readings in a minute. */
    private static final int READINGS = 13;

    /** At each reading at least so many more, of the watched ones: fewer are not worth a word. */
    private static final int GROWTH = 1;

    /** Over the minute. */
    private static final int TOTAL_GROWTH = 50;

    private final Map<String, Deque<Integer>> sites = new HashMap<>();
    private long readAt = Long.MIN_VALUE;
    private int oneOf;

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        if (readAt == Long.MIN_VALUE || now - readAt >= INTERVAL_NANOS) {
            readAt = now;
            read(watch);
        }
        sites.forEach((site, counts) -> {
            if (growsSteadily(counts) && !isTurningOver(watch, site, counts)) {
                found.accept(new Warning(
                        Warning.Kind.TASK_LEAK,
                        0,
                        site,
                        "In the last minute its tasks have grown from " + (long) counts.getFirst() * oneOf + " to "
                                + (long) counts.getLast() * oneOf + " without a pause, and hardly any has ended.",
                        List.of()));
            }
        });
    }

    private void read(RuntimeWatch watch) {
        if (watch.tasks().oneOf() != oneOf) {
            sites.clear(); // the counts of another sample cannot be compared
            oneOf = watch.tasks().oneOf();
        }
        Map<String, Integer> now = new HashMap<>();
        for (TaskRecord task : watch.tasks().live()) {
            now.merge(watch.tasks().siteOf(task), 1, Integer::sum);
        }
        sites.keySet().retainAll(now.keySet());
        now.forEach((site, count) -> {
            Deque<Integer> counts = sites.computeIfAbsent(site, unknown -> new ArrayDeque<>());
            counts.addLast(count);
            if (counts.size() > READINGS) {
                counts.removeFirst();
            }
        });
    }

    private static boolean growsSteadily(Deque<Integer> counts) {
        if (counts.size() < READINGS || counts.getLast() - counts.getFirst() < TOTAL_GROWTH) {
            return false;
        }
        int before = Integer.MIN_VALUE + GROWTH;
        for (int count : counts) {
            if (count - GROWTH < before) {
                return false;
            }
            before = count;
        }
        return true;
    }

    /** Whether of those that came as many went as are left over. */
    private static boolean isTurningOver(RuntimeWatch watch, String site, Deque<Integer> counts) {
        long ended = watch.tasks().ended().stream()
                .filter(task -> watch.tasks().siteOf(task).equals(site))
                .count();
        return ended > (counts.getLast() - counts.getFirst()) / 4;
    }
}
