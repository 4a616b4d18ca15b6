package dev.kyoto.console.internal.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of the page, as it lies in the jar. Only those that are listed are found, whatever is asked for. */
record Asset(String type, byte[] bytes) {
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("index.html", "text/html; charset=utf-8"),
            Map.entry("style.css", "text/css; charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("console.js", "text/javascript; charset=utf-8"),
            Map.entry("connection.js", "text/javascript; charset=utf-8"),
            Map.entry("words.js", "text/javascript; charset=utf-8"),
            Map.entry("elements.js", "text/javascript; charset=utf-8"),
            Map.entry("charts.js", "text/javascript; charset=utf-8"),
            Map.entry("table.js", "text/javascript; charset=utf-8"),
            Map.entry("views/tasks.js", "text/javascript; charset=utf-8"),
            Map.entry("views/task.js", "text/javascript; charset=utf-8"),
            Map.entry("views/resources.js", "text/javascript; charset=utf-8"),
            Map.entry("views/workers.js", "text/javascript; charset=utf-8"),
            Map.entry("views/cancellations.js", "text/javascript; charset=utf-8"),
            Map.entry("views/warnings.js", "text/javascript; charset=utf-8"));

    /** Null if there is no such file. */
    static @Nullable Asset find(String path) throws IOException {
        String name = path.equals("/") ? "index.html" : path.substring(1);
        String type = FILES.get(name);
        if (type == null) {
            return null;
        }
        try (InputStream file = Asset.class.getResourceAsStream("page/" + name)) {
            return file == null ? null : new Asset(type, file.readAllBytes());
        }
    }
}
