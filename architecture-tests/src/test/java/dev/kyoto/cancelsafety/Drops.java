package dev.kyoto.cancelsafety;

import dev.kyoto.conformance.TestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of that which is ready when the futures of these methods are dropped before their next poll, and the tests that
 * show it: a line of {@code src/test/resources/cancel-safety.txt}.
 *
 * @param section the heading that it stands under
 * @param methods each as {@code Mpsc.Sender.send}, which is all of that name, or with its parameters
 */
record Drops(String section, List<String> methods, String effect, List<TestName> tests) {
    private static final Path FILE = Path.of("src", "test", "resources", "cancel-safety.txt");

    static List<Drops> all() throws IOException {
        return parse(Files.readAllLines(FILE));
    }

    static List<Drops> parse(List<String> lines) {
        List<Drops> all = new ArrayList<>();
        String section = "";
        for (String line : lines) {
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else if (!line.isBlank()) {
                all.add(parse(section, line));
            }
        }
        return all;
    }

    private static Drops parse(String section, String line) {
        String[] cells = line.split(" \\| ");
        if (cells.length != 3) {
            throw new IllegalArgumentException(
                    "A row is \"Type.method; Type.method | what a drop does | Test.method, Test.method\", not: "
                            + line);
        }
        return new Drops(
                section,
                Stream.of(cells[0].split(";")).map(String::strip).toList(),
                cells[1].strip(),
                TestName.parseAll(cells[2]));
    }

    /** Whether a row names this method: by its parameters, or else by its name alone. */
    boolean names(FutureMethod method) {
        return methods.contains(method.signature()) || methods.contains(method.name());
    }
}
