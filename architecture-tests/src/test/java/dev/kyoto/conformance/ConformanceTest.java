package dev.kyoto.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.architecture.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * docs/conformance.md is what the files of {@code src/test/resources/conformance} say; the tests that these name exist; and
 * what is missing is little. When the document differs, what should be there is written to target/conformance.md, to be copied.
 */
class ConformanceTest {
    /** In a hundred of the peer's tests that apply, of each part and of all. */
    private static final double ENOUGH = 95;

    private final List<Group> groups;

    ConformanceTest() throws IOException {
        groups = Group.all();
    }

    @Test
    void documentSaysWhatTheRowsSay() throws IOException {
        String expected = Document.of(groups);
        Files.writeString(Path.of("target", "conformance.md"), expected);

        assertEquals(
                expected,
                Files.readString(SourceTree.file("docs", "conformance.md")),
                "copy architecture-tests/target/conformance.md to docs");
    }

    @Test
    void everyTestThatIsNamedExistsAndRuns() throws IOException {
        TestSources sources = new TestSources();
        Set<String> objections = new HashSet<>();
        for (Group group : groups) {
            for (TestName test :
                    group.rows().flatMap(row -> row.verdict().named()).toList()) {
                sources.objection(test).ifPresent(objection -> objections.add(test + ": " + objection));
            }
        }

        assertEquals(Set.of(), objections);
    }

    @Test
    void everyTestOfThePeerIsListedOnce() {
        List<String> twice = new ArrayList<>();
        for (Group group : groups) {
            for (Map.Entry<String, List<Row>> file : group.files().entrySet()) {
                Set<String> seen = new HashSet<>();
                file.getValue().stream()
                        .flatMap(row -> row.asked().stream())
                        .filter(name -> !seen.add(name))
                        .forEach(name -> twice.add(file.getKey() + " " + name));
            }
        }

        assertEquals(List.of(), twice);
    }

    @Test
    void enoughIsCoveredInEveryPart() {
        for (Group group : groups) {
            assertTrue(group.coverage() >= ENOUGH, () -> group.title() + ": only " + group.coverage() + " %");
        }
    }
}
