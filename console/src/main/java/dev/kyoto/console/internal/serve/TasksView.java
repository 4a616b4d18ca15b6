package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.console.internal.warn.Inspector;
import dev.kyoto.console.internal.warn.Warning;
import dev.kyoto.console.internal.watch.TaskRecord;
import dev.kyoto.console.internal.watch.TaskWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The table of tasks: of all that fit the filter, sorted, those that the page shows at the moment.
 *
 * <p>Parameters: {@code sort}, {@code descending}, {@code filter} (each word of it must occur in the name, the site, the state or
 * the number), {@code ended} (whether those are shown that have ended lately), {@code offset} and {@code count}.
 */
final class TasksView implements View {
    private static final int MOST_ROWS = 500;

    /** A row with what it is sorted by, which must not change meanwhile. */
    private record Row(TaskRecord task, long number, String text) {}

    @Override
    public void write(Observed observed, Parameters parameters, Json json) {
        TaskWatch tasks = observed.watch().tasks();
        long now = tasks.now();
        Map<Long, List<Warning.Kind>> warnings = warnings(observed);
        List<Row> rows = rows(tasks, parameters, warnings, now);
        int count = parameters.number("count", 50, 0, MOST_ROWS);
        int offset = parameters.number("offset", 0, 0, Math.max(0, rows.size() - 1));
        json.member("total", rows.size());
        json.member("offset", offset);
        json.array(
                "rows",
                window(rows, order(parameters), offset, count),
                row -> json.object(() -> {
                    summary(tasks, row.task(), now, json);
                    json.array(
                            "warnings",
                            warnings.getOrDefault(row.task().id(), List.of()),
                            kind -> json.value(kind.title()));
                }));
    }

    private static List<Row> rows(
            TaskWatch tasks, Parameters parameters, Map<Long, List<Warning.Kind>> warnings, long now) {
        String sort = parameters.text("sort");
        String[] words = parameters.lowerCase("filter").strip().split("\\s+");
        boolean all = words.length == 1 && words[0].isEmpty();
        boolean ended = parameters.is("ended");
        List<TaskRecord> candidates = new ArrayList<>(tasks.live());
        if (ended) {
            candidates.addAll(tasks.ended());
        }
        List<Row> rows = new ArrayList<>(candidates.size());
        for (TaskRecord task : candidates) {
            if ((ended || task.phase() != TaskRecord.Phase.ENDED) && (all || fits(tasks, task, words))) {
                rows.add(new Row(task, number(task, sort, warnings, now), text(tasks, task, sort)));
            }
        }
        return rows;
    }

    private static boolean fits(TaskWatch tasks, TaskRecord task, String[] words) {
        String text = (tasks.nameOf(task) + "\n" + tasks.siteOf(task) + "\n" + task.phase() + "\n" + task.id())
                .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static long number(TaskRecord task, String sort, Map<Long, List<Warning.Kind>> warnings, long now) {
        return switch (sort) {
            case "warnings" -> warnings.getOrDefault(task.id(), List.of()).size();
            case "state" -> task.phase().ordinal();
            case "total" -> task.total(now);
            case "busy" -> task.busy(now);
            case "scheduled" -> task.scheduled(now);
            case "idle" -> task.idle(now);
            case "polls" -> task.polls();
            case "wakes" -> task.wakes();
            default -> 0;
        };
    }

    private static String text(TaskWatch tasks, TaskRecord task, String sort) {
        return switch (sort) {
            case "name" -> tasks.nameOf(task);
            case "site" -> tasks.siteOf(task);
            default -> "";
        };
    }

    /** Equals in the order of their numbers, so that rows stay where they are. */
    private static Comparator<Row> order(Parameters parameters) {
        Comparator<Row> order = Comparator.comparingLong(Row::number).thenComparing(Row::text);
        order = parameters.is("descending") ? order.reversed() : order;
        Comparator<Row> byId = Comparator.comparingLong(row -> row.task().id());
        return order.thenComparing(
                parameters.text("sort").equals("id") && parameters.is("descending") ? byId.reversed() : byId);
    }

    /** Of a hundred thousand rows the first fifty are found without sorting all. */
    private static List<Row> window(List<Row> rows, Comparator<Row> order, int offset, int count) {
        int end = Math.min(offset + count, rows.size());
        if (end > rows.size() / 4) {
            rows.sort(order);
            return rows.subList(Math.min(offset, end), end);
        }
        PriorityQueue<Row> first = new PriorityQueue<>(end + 1, order.reversed());
        for (Row row : rows) {
            if (first.size() < end) {
                first.add(row);
            } else if (end > 0 && order.compare(row, first.element()) < 0) {
                first.remove();
                first.add(row);
            }
        }
        List<Row> sorted = new ArrayList<>(first);
        sorted.sort(order);
        return sorted.subList(Math.min(offset, sorted.size()), sorted.size());
    }

    private static Map<Long, List<Warning.Kind>> warnings(Observed observed) {
        Map<Long, List<Warning.Kind>> byTask = new HashMap<>();
        for (Inspector.Found found : observed.inspector().found()) {
            byTask.computeIfAbsent(found.warning().task(), unknown -> new ArrayList<>())
                    .add(found.warning().kind());
        }
        return byTask;
    }

    /** What a row and the page of one task have in common. */
    static void summary(TaskWatch tasks, TaskRecord task, long now, Json json) {
        json.member("id", task.id());
        json.member("task", tasks.nameOf(task));
        json.member("site", tasks.siteOf(task));
        json.member("state", task.phase().name());
        json.member("fromStart", task.isSeenFromStart());
        json.member("total", task.total(now));
        json.member("busy", task.busy(now));
        json.member("scheduled", task.scheduled(now));
        json.member("idle", task.idle(now));
        json.member("polls", task.polls());
        json.member("wakes", task.wakes());
        json.member("selfWakes", task.selfWakes());
        json.member("budgetYields", task.budgetYields());
        json.member("worker", task.worker());
        json.member("timedOneOf", task.timedOneOf());
        json.member("estimated", task.isEstimated());
    }
}
