import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The entries of docs/diagnostics.md: one for each thing that the compiler can say; what is wrong there is answered with exactly
 * the message below it, what is right with none, and a warning is silent where it was turned off.
 */
class DiagnosticsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "diagnostics.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (.*)$");
    private static final Pattern REPEATED = Pattern.compile("(?m)^(.*) // and so on, (\\d+) times$");
    private static final Pattern SERIES =
            Pattern.compile("\\b([a-z])1\\b((?: = \\w+)?)(,| \\+) \\1.*?… ?[+,]? ?\\1(\\d+)\\b");

    /** What no program brings about. */
    private static final Set<Diagnosis> WITHOUT_PROGRAM =
            EnumSet.of(Diagnosis.CLASS_FILES, Diagnosis.CONSTRUCTOR_ARGUMENTS, Diagnosis.DEFECT);

    private record Entry(String name, int from, int to) {
        List<Snippet> snippets(List<Snippet> all) {
            return all.stream()
                    .filter(snippet -> snippet.line() >= from && snippet.line() < to)
                    .toList();
        }
    }

    private static List<Entry> entries() throws IOException {
        String text = Files.readString(DOCUMENT);
        List<MatchResult> headings = HEADING.matcher(text).results().toList();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : text.length();
            entries.add(new Entry(
                    headings.get(i).group(1), line(text, headings.get(i).start()), line(text, end)));
        }
        return entries;
    }

    private static int line(String text, int position) {
        return (int) text.substring(0, position).lines().count();
    }

    @Test
    void eachDiagnosisHasAnEntryAndEachEntryADiagnosis() throws IOException {
        assertEquals(
                Arrays.stream(Diagnosis.values()).map(Diagnosis::id).sorted().toList(),
                entries().stream().map(Entry::name).sorted().toList());
    }

    @TestFactory
    Stream<DynamicTest> everyEntry(@TempDir Path folder) throws IOException {
        List<Snippet> all = Snippet.of(DOCUMENT);
        return entries().stream()
                .filter(entry ->
                        WITHOUT_PROGRAM.stream().noneMatch(each -> each.id().equals(entry.name())))
                .map(entry -> dynamicTest(
                        entry.name(),
                        () -> check(
                                entry.name(),
                                entry.snippets(all),
                                Files.createDirectory(folder.resolve(entry.name())))));
    }

    private static void check(String name, List<Snippet> snippets, Path folder) throws IOException {
        SnippetCompiler compiler = new SnippetCompiler(folder);
        assertTrue(snippets.stream().anyMatch(DiagnosticsTest::isWrong), "nothing is wrong");
        assertTrue(!snippets.stream().allMatch(DiagnosticsTest::isWrong), "nothing is right");
        for (Snippet snippet : snippets) {
            Wrapping source = Wrapping.of(written(snippet));
            String said = compiler.compile(source).replaceAll("of \\d+ bytes", "of N bytes");
            assertEquals(unwrapped(snippet.result()), unwrapped(said), "line " + snippet.line());
            if (isWrong(snippet)) {
                for (String each : said.split("\n")) {
                    assertTrue(each.contains(": [kyoto:" + name + "] "), each);
                }
                checkSuppression(name, source, compiler);
            }
        }
    }

    private static void checkSuppression(String name, Wrapping source, SnippetCompiler compiler) throws IOException {
        Diagnosis diagnosis = Arrays.stream(Diagnosis.values())
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseThrow();
        String said = compiler.compile(source.annotated("@SuppressWarnings(\"kyoto:" + name + "\")"));
        assertEquals(diagnosis.isSuppressible(), said.isEmpty(), said);
    }

    private static boolean isWrong(Snippet snippet) {
        return snippet.is("error") || snippet.is("warning");
    }

    /** The snippet with everything written out that it abbreviates. */
    private static Snippet written(Snippet snippet) {
        String text = REPEATED.matcher(snippet.text())
                .replaceAll(line -> (line.group(1) + "\n").repeat(Integer.parseInt(line.group(2))));
        text = SERIES.matcher(text)
                .replaceAll(series -> IntStream.rangeClosed(1, Integer.parseInt(series.group(4)))
                        .mapToObj(i -> series.group(1) + i + series.group(2))
                        .collect(Collectors.joining(series.group(3) + " "))
                        // what follows the last one stays
                        .replaceFirst(Pattern.quote(series.group(2)) + "$", ""));
        return new Snippet(snippet.line(), snippet.words(), text, snippet.result());
    }

    private static String unwrapped(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}
