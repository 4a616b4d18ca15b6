package dev.kyoto.cancelsafety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.architecture.SourceTree;
import dev.kyoto.conformance.TestName;
import dev.kyoto.conformance.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every method that gives a future or a stream has a row, which says what happens when that is dropped although it is ready,
 * and names the tests that show it; and docs/cancel-safety.md is what the rows and the annotations say. When it differs, what
 * should be there is written to target/cancel-safety.md, to be copied.
 */
class DropsTest {
    private final List<FutureMethod> methods = FutureMethod.all();
    private final List<Drops> rows;

    DropsTest() throws IOException {
        rows = Drops.all();
    }

    @Test
    void everyMethodHasOneRow() {
        List<String> without = new ArrayList<>();
        List<String> withSeveral = new ArrayList<>();
        for (FutureMethod method : methods) {
            long found = rows.stream().filter(row -> row.names(method)).count();
            if (found == 0) {
                without.add(method.signature());
            } else if (found > 1) {
                withSeveral.add(method.signature());
            }
        }

        assertEquals(List.of(), without.stream().sorted().toList(), "write a test of a drop and a row");
        assertEquals(List.of(), withSeveral);
    }

    @Test
    void everyMethodThatARowNamesExists() {
        Set<String> named =
                rows.stream().flatMap(row -> row.methods().stream()).collect(Collectors.toCollection(TreeSet::new));
        methods.forEach(method -> named.removeAll(Set.of(method.name(), method.signature())));

        assertEquals(Set.of(), named);
    }

    @Test
    void everyTestThatIsNamedExistsAndRuns() throws IOException {
        TestSources sources = new TestSources();
        Set<String> objections = new HashSet<>();
        for (Drops row : rows) {
            for (TestName test : row.tests()) {
                sources.objection(test).ifPresent(objection -> objections.add(test + ": " + objection));
            }
        }

        assertEquals(Set.of(), objections);
    }

    @Test
    void documentSaysWhatRowsAndAnnotationsSay() throws IOException {
        String expected = Document.of(rows, methods);
        Files.writeString(Path.of("target", "cancel-safety.md"), expected);

        assertEquals(
                expected,
                Files.readString(SourceTree.file("docs", "cancel-safety.md")),
                "copy architecture-tests/target/cancel-safety.md to docs");
    }

    @Test
    void malformedRowNamesTheCure() {
        assertThrows(IllegalArgumentException.class, () -> Drops.parse(List.of("Sink.send | it is lost")));
        assertThrows(
                IllegalArgumentException.class, () -> Drops.parse(List.of("Sink.send | it is lost | seen by eye")));
    }
}
