package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** One task: its numbers, what it waits for, and how long its polls took. */
final class TaskView implements View {
    private static final String BARS = " ▁▂▃▄▅▆▇█";

    private final long id;

    TaskView(long id) {
        this.id = id;
    }

    @Override
    public Map<String, String> parameters(int height) {
        return Map.of("view", "task", "id", Long.toString(id));
    }

    @Override
    public List<AttributedString> lines(JsonNode view, int width, int height) {
        List<AttributedString> lines = new ArrayList<>();
        JsonNode task = view.path("summary");
        String state = task.path("state").asText(view.path("dumpedState").asText("IDLE"));
        lines.add(Styles.line(
                Styles.STRONG,
                "Task " + id + "  ",
                Styles.ofState(state),
                Styles.shape(state) + " " + state + "  ",
                Styles.PLAIN,
                task.path("task").asText(view.path("name").asText())));
        if (task.isMissingNode() && view.path("awaits").isMissingNode()) {
            lines.add(Styles.line(
                    Styles.QUIET, "It is not watched any more: it has ended a while ago, or is not in the sample."));
            return lines;
        }
        lines.add(Styles.line(Styles.QUIET, task.path("site").asText()));
        lines.add(Styles.line(
                Styles.QUIET,
                "busy ",
                Styles.PLAIN,
                Words.duration(task.path("busy").asLong()),
                Styles.QUIET,
                "   waiting for a worker ",
                Styles.PLAIN,
                Words.duration(task.path("scheduled").asLong()),
                Styles.QUIET,
                "   idle ",
                Styles.PLAIN,
                Words.duration(task.path("idle").asLong()),
                Styles.QUIET,
                "   polls ",
                Styles.PLAIN,
                Words.amount(task.path("polls").asDouble()),
                Styles.QUIET,
                "   wakes ",
                Styles.PLAIN,
                Words.amount(task.path("wakes").asDouble()),
                Styles.QUIET,
                ", by itself ",
                Styles.PLAIN,
                Words.amount(task.path("selfWakes").asDouble())));
        view.path("warnings").forEach(warning -> WarningsView.write(warning, lines));
        lines.add(Styles.empty());
        lines.add(Styles.line(Styles.STRONG, "Waits for"));
        if (view.path("awaits").isObject()) {
            tree(view.path("awaits"), "", "", lines);
        }
        lines.add(Styles.empty());
        histogram("Poll times", view.path("pollTimes"), lines);
        histogram("Waits for a worker", view.path("scheduledTimes"), lines);
        return lines;
    }

    static void tree(JsonNode tree, String first, String others, List<AttributedString> lines) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.append(Styles.line(
                Styles.QUIET,
                first,
                Styles.PLAIN,
                tree.has("position")
                        ? Words.position(tree.path("position"))
                        : tree.path("what").asText()));
        JsonNode resource = tree.path("resource");
        if (resource.isObject()) {
            line.append(Styles.line(Styles.LINK, "  " + name(resource)));
            resource.path("holders")
                    .forEach(holder -> line.append(Styles.line(
                            Styles.LINK, ", held by task " + holder.path("task").asText())));
        }
        tree.path("held").forEach(held -> line.append(Styles.line(Styles.QUIET, "  holds " + name(held))));
        lines.add(line.toAttributedString());
        int left = tree.path("awaited").size();
        for (JsonNode child : tree.path("awaited")) {
            left--;
            tree(child, others + (left == 0 ? "└ " : "├ "), others + (left == 0 ? "  " : "│ "), lines);
        }
    }

    private static String name(JsonNode resource) {
        String id = resource.path("id").asLong() == 0
                ? ""
                : " #" + resource.path("id").asLong();
        String details = resource.path("details").asText();
        return resource.path("kind").asText() + id + (details.isEmpty() ? "" : ": " + details);
    }

    private static void histogram(String title, JsonNode times, List<AttributedString> lines) {
        if (!times.isObject()) {
            return;
        }
        long most = 1;
        for (JsonNode count : times.path("counts")) {
            most = Math.max(most, count.asLong());
        }
        StringBuilder bars = new StringBuilder();
        for (JsonNode count : times.path("counts")) {
            int height = count.asLong() == 0
                    ? 0
                    : (int) Math.max(1, Math.round((BARS.length() - 1.0) * count.asLong() / most));
            bars.append(BARS.charAt(height));
        }
        lines.add(Styles.line(
                Styles.QUIET,
                title + "  1 µs ",
                Styles.LINK,
                bars,
                Styles.QUIET,
                " 8 s   at most: median ",
                Styles.PLAIN,
                Words.duration(times.path("median").asLong()),
                Styles.QUIET,
                ", 99 % ",
                Styles.PLAIN,
                Words.duration(times.path("p99").asLong())));
    }
}
