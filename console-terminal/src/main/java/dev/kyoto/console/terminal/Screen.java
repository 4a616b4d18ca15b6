package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** What is on the screen: the strip, the views to choose from, the one that is chosen; and what keys do to it. */
final class Screen {
    private static final int STRIP = 4;

    private final TasksView tasks = new TasksView();
    private View view = tasks;
    private boolean paused;
    private int scrolled;

    Map<String, String> parameters(int height) {
        return new HashMap<>(view.parameters(height - STRIP));
    }

    boolean isPaused() {
        return paused;
    }

    /** @param problem why the answer is an old one, or null */
    List<AttributedString> lines(JsonNode answer, @Nullable String problem, int width, int height) {
        List<AttributedString> lines = new ArrayList<>();
        JsonNode program = answer.path("program");
        JsonNode overview = answer.path("overview");
        String status = problem != null ? problem : paused ? "paused" : "live";
        lines.add(Styles.line(
                Styles.STRONG,
                "Kyoto console  ",
                Styles.QUIET,
                program.path("command").asText() + ", process "
                        + program.path("pid").asText() + ", runtime "
                        + overview.path("runtime").asText() + "  ",
                problem != null ? Styles.ALARM : paused ? Styles.DUE : Styles.GOOD,
                status));
        int oneOf = overview.path("oneOf").asInt(1);
        int warnings = overview.path("warnings").asInt();
        int blocked = overview.path("blocked").asInt();
        lines.add(Styles.line(
                Styles.STRONG,
                Words.amount(overview.path("live").asDouble()),
                Styles.QUIET,
                " tasks",
                Styles.DUE,
                oneOf == 1 ? "" : ", 1 of " + oneOf + " is watched",
                Styles.STRONG,
                "   " + Words.amount(overview.path("polls").asDouble()),
                Styles.QUIET,
                " polls/s",
                Styles.STRONG,
                "   " + Words.amount(overview.path("busy").asDouble()),
                Styles.QUIET,
                " of " + overview.path("workers").asText() + " workers busy",
                Styles.ALARM,
                blocked == 0 ? "" : ", " + blocked + " blocked",
                warnings == 0 ? Styles.QUIET : Styles.ALARM,
                "   " + warnings + (warnings == 1 ? " warning" : " warnings")));
        lines.add(
                Styles.line(
                        Styles.QUIET,
                        "t tasks  r resources  w workers  c cancellations  ! warnings   j k enter esc  h l sort  i invert  space pause  q quit"));
        lines.add(Styles.empty());
        List<AttributedString> body = view.lines(answer.path("view"), width, height - STRIP);
        int room = height - STRIP;
        if (view != tasks) {
            scrolled = Math.max(0, Math.min(scrolled, body.size() - room));
            body = body.subList(scrolled, body.size());
        }
        lines.addAll(body.subList(0, Math.min(room, body.size())));
        return lines.stream()
                .map(line -> line.columnLength() > width ? line.columnSubSequence(0, width) : line)
                .toList();
    }

    /** False: the key ends the program. */
    boolean key(int key) {
        switch (key) {
            case 'q', 3, 4 -> {
                return false;
            }
            case 't', 27 -> show(tasks);
            case 'r' -> show(TablesView.resources());
            case 'w' -> show(TablesView.workers());
            case 'c' -> show(TablesView.cancellations());
            case '!' -> show(new WarningsView());
            case ' ' -> paused = !paused;
            case '\r', '\n' -> {
                Long task = view.selected();
                if (task != null) {
                    show(new TaskView(task));
                }
            }
            default -> {
                if (!view.key(key)) {
                    scrolled += key == 'j' ? 1 : key == 'k' ? -1 : 0;
                }
            }
        }
        return true;
    }

    private void show(View chosen) {
        view = chosen;
        scrolled = 0;
    }
}
