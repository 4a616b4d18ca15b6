package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kyoto.console.terminal.Columns.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** All tasks, one row each; the program sorts, and sends what is seen. */
final class TasksView implements View {
    /** The title, and what the program calls it. */
    private static final Map<String, String> SORTS = new LinkedHashMap<>();

    static {
        SORTS.put("!", "warnings");
        SORTS.put("Task", "id");
        SORTS.put("State", "state");
        SORTS.put("Name", "name");
        SORTS.put("Total", "total");
        SORTS.put("Busy", "busy");
        SORTS.put("Sched", "scheduled");
        SORTS.put("Idle", "idle");
        SORTS.put("Polls", "polls");
    }

    private final Columns columns = new Columns()
            .number("!", 2)
            .number("Task", 9)
            .text("State", 11)
            .rest("Name")
            .number("Total", 9)
            .number("Busy", 9)
            .number("Sched", 9)
            .number("Idle", 9)
            .number("Polls", 8);

    private int sort = 4;
    private boolean descending = true;
    private int index;
    private int offset;
    private int total;
    private int page = 10;
    private @Nullable Long selected;

    @Override
    public Map<String, String> parameters(int height) {
        page = Math.max(1, height - 1);
        offset = Math.max(0, Math.min(offset, Math.max(0, total - page)));
        if (index < offset) {
            offset = index;
        } else if (index >= offset + page) {
            offset = index - page + 1;
        }
        return Map.of(
                "view", "tasks",
                "sort", List.copyOf(SORTS.values()).get(sort),
                "descending", Boolean.toString(descending),
                "offset", Integer.toString(offset),
                "count", Integer.toString(page));
    }

    @Override
    public List<AttributedString> lines(JsonNode view, int width, int height) {
        total = view.path("total").asInt();
        index = Math.max(0, Math.min(index, total - 1));
        selected = null;
        List<AttributedString> lines = new ArrayList<>();
        lines.add(columns.head(width, List.copyOf(SORTS.keySet()).get(sort)));
        int at = view.path("offset").asInt();
        for (JsonNode task : view.path("rows")) {
            if (at == index) {
                selected = task.path("id").asLong();
            }
            lines.add(row(task, width, at == index));
            at++;
        }
        return lines;
    }

    private AttributedString row(JsonNode task, int width, boolean isSelected) {
        String state = task.path("state").asText();
        int warnings = task.path("warnings").size();
        String about = task.path("estimated").asBoolean() ? "≈ " : "";
        List<Cell> cells = List.of(
                new Cell(Styles.ALARM, warnings == 0 ? "" : Integer.toString(warnings)),
                new Cell(Styles.QUIET, task.path("id").asText()),
                new Cell(
                        Styles.ofState(state),
                        Styles.shape(state) + " " + state.charAt(0)
                                + state.substring(1).toLowerCase(Locale.ROOT)),
                new Cell(Styles.PLAIN, Words.shortName(task.path("task").asText())),
                time(task, "total", task.path("fromStart").asBoolean() ? "" : "≥ "),
                time(task, "busy", about),
                time(task, "scheduled", about),
                time(task, "idle", ""),
                new Cell(Styles.PLAIN, Words.amount(task.path("polls").asDouble())));
        AttributedString row = columns.row(cells, width);
        return isSelected ? new AttributedString(row.toString(), AttributedStyle.DEFAULT.inverse()) : row;
    }

    private static Cell time(JsonNode task, String name, String about) {
        return new Cell(Styles.PLAIN, about + Words.duration(task.path(name).asLong()));
    }

    @Override
    public boolean key(int key) {
        switch (key) {
            case 'j' -> index++;
            case 'k' -> index = Math.max(0, index - 1);
            case 'g' -> index = 0;
            case 'G' -> index = Math.max(0, total - 1);
            case 'h' -> sort = (sort + SORTS.size() - 1) % SORTS.size();
            case 'l' -> sort = (sort + 1) % SORTS.size();
            case 'i' -> descending = !descending;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Long selected() {
        return selected;
    }
}
