package dev.kyoto.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The behaviours of one part of the peer, read from a file of {@code src/test/resources/conformance}: a title after {@code #},
 * files of the peer in brackets, and under each a line for each behaviour.
 */
record Group(String title, Map<String, List<Row>> files) {
    /** In the order of the document. */
    private static final List<String> NAMES = List.of("sync", "time", "task", "runtime", "macros", "util", "stream");

    static List<Group> all() throws IOException {
        List<Group> groups = new ArrayList<>();
        for (String name : NAMES) {
            Path file = Path.of("src", "test", "resources", "conformance", name + ".txt");
            try {
                groups.add(parse(Files.readAllLines(file)));
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException(file + ": " + malformed.getMessage(), malformed);
            }
        }
        return groups;
    }

    static Group parse(List<String> lines) {
        String title = "";
        Map<String, List<Row>> files = new LinkedHashMap<>();
        @Nullable List<Row> rows = null;
        for (String line : lines) {
            if (line.startsWith("# ")) {
                title = line.substring(2);
            } else if (line.startsWith("[")) {
                rows = files.computeIfAbsent(line.substring(1, line.indexOf(']')), file -> new ArrayList<>());
            } else if (!line.isBlank()) {
                Objects.requireNonNull(rows, "a row stands under the file of the peer that it is from")
                        .add(Row.parse(line));
            }
        }
        return new Group(title, files);
    }

    Stream<Row> rows() {
        return files.values().stream().flatMap(List::stream);
    }

    /** How many tests of the peer there are. */
    int size() {
        return count(Verdict.class);
    }

    int count(Class<? extends Verdict> kind) {
        return rows().filter(row -> kind.isInstance(row.verdict()))
                .mapToInt(row -> row.asked().size())
                .sum();
    }

    /** Of those that apply, how many in a hundred are covered. */
    double coverage() {
        return coverage(count(Verdict.Covered.class), count(Verdict.Missing.class));
    }

    static double coverage(int covered, int missing) {
        return 100.0 * covered / (covered + missing);
    }
}
