package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;

/** All warnings. */
final class WarningsView implements View {
    @Override
    public Map<String, String> parameters(int height) {
        return Map.of("view", "warnings");
    }

    @Override
    public List<AttributedString> lines(JsonNode view, int width, int height) {
        List<AttributedString> lines = new ArrayList<>();
        view.path("warnings").forEach(warning -> {
            write(warning, lines);
            lines.add(Styles.empty());
        });
        if (lines.isEmpty()) {
            lines.add(Styles.line(Styles.QUIET, "No warnings."));
        }
        return lines;
    }

    static void write(JsonNode warning, List<AttributedString> lines) {
        String task = warning.path("task").asLong() == 0
                ? ""
                : "task " + warning.path("task").asText() + " ";
        lines.add(Styles.line(
                Styles.ALARM, "■ " + warning.path("title").asText() + "  ",
                Styles.LINK, task + warning.path("subject").asText(),
                Styles.QUIET, "  for " + Words.duration(warning.path("age").asLong())));
        lines.add(Styles.line(Styles.PLAIN, "  " + warning.path("text").asText()));
        lines.add(Styles.line(
                Styles.GOOD, "  → ", Styles.QUIET, warning.path("cure").asText()));
    }
}
