package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kyoto.console.terminal.Columns.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jline.utils.AttributedString;

/** A view that is one table: of workers, of resources, or of cancellations. */
final class TablesView implements View {
    private final String name;
    private final String rows;
    private final Columns columns;
    private final Function<JsonNode, List<Cell>> cells;

    private TablesView(String name, String rows, Columns columns, Function<JsonNode, List<Cell>> cells) {
        this.name = name;
        this.rows = rows;
        this.columns = columns;
        this.cells = cells;
    }

    static View workers() {
        Columns columns = new Columns()
                .number("Worker", 6)
                .text("State", 9)
                .number("Busy", 6)
                .number("Queued", 7)
                .number("Polls/s", 9)
                .number("Steals/s", 9)
                .number("Shared/s", 9)
                .number("Sleeps/s", 9)
                .rest("Polls");
        return new TablesView("workers", "workers", columns, worker -> {
            String state = worker.path("state").asText();
            return List.of(
                    new Cell(Styles.STRONG, worker.path("index").asText()),
                    new Cell(Styles.ofState(state), Styles.shape(state) + " " + state),
                    new Cell(Styles.STRONG, Words.percent(worker.path("busy").asDouble())),
                    amount(worker, "queued"),
                    amount(worker, "polls"),
                    amount(worker, "steals"),
                    amount(worker, "injected"),
                    amount(worker, "parks"),
                    new Cell(
                            Styles.PLAIN,
                            worker.has("task") ? "task " + worker.path("task").asText() : ""));
        });
    }

    static View resources() {
        Columns columns = new Columns()
                .text("What", 16)
                .number("Waiting", 7)
                .text("How it stands", 30)
                .text("Held by", 18)
                .rest("Who waits");
        return new TablesView(
                "resources",
                "resources",
                columns,
                resource -> List.of(
                        new Cell(
                                Styles.STRONG,
                                resource.path("kind").asText()
                                        + (resource.path("id").asLong() == 0
                                                ? ""
                                                : " #" + resource.path("id").asText())),
                        amount(resource, "waiting"),
                        new Cell(Styles.PLAIN, resource.path("details").asText()),
                        new Cell(Styles.LINK, tasks(resource.path("holders"))),
                        new Cell(Styles.LINK, tasks(resource.path("waiters")))));
    }

    static View cancellations() {
        Columns columns = new Columns()
                .number("Times", 8)
                .text("Safety", 14)
                .text("What was dropped half-way", 30)
                .text("By", 24)
                .rest("Where it stood");
        return new TablesView("cancellations", "lines", columns, line -> {
            String safety = line.path("safety").asText();
            return List.of(
                    amount(line, "times"),
                    switch (safety) {
                        case "SAFE" -> new Cell(Styles.GOOD, "cancel safe");
                        case "UNSAFE" -> new Cell(Styles.ALARM, "loses something");
                        default -> new Cell(Styles.QUIET, "unknown");
                    },
                    new Cell(Styles.PLAIN, line.path("what").asText()),
                    new Cell(Styles.PLAIN, line.path("by").asText()),
                    new Cell(Styles.PLAIN, line.has("at") ? Words.position(line.path("at")) : ""));
        });
    }

    private static Cell amount(JsonNode of, String name) {
        return new Cell(Styles.PLAIN, Words.amount(of.path(name).asDouble()));
    }

    private static String tasks(JsonNode people) {
        List<String> names = new ArrayList<>();
        people.forEach(person -> names.add("task " + person.path("task").asText()));
        return String.join(", ", names);
    }

    @Override
    public Map<String, String> parameters(int height) {
        return Map.of("view", name);
    }

    @Override
    public List<AttributedString> lines(JsonNode view, int width, int height) {
        List<AttributedString> lines = new ArrayList<>();
        lines.add(columns.head(width, ""));
        view.path(rows).forEach(row -> lines.add(columns.row(cells.apply(row), width)));
        if (lines.size() == 1) {
            lines.add(Styles.line(Styles.QUIET, "Nothing."));
        }
        return lines;
    }
}
