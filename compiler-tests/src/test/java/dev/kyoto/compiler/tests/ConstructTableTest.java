package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of constructs in docs/compiler.md is that of the tests. When it is not, the table that should be there is written to
 * target/constructs.md, to be pasted.
 */
class ConstructTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "compiler.md");
    private static final String START = "<!-- constructs: written by ConstructTableTest -->\n";
    private static final String END = "<!-- end of constructs -->";
    private static final Pattern SUBJECT = Pattern.compile("(?s)/\\*\\* (.*?) \\*/\\s*class (\\w+) ");
    private static final Pattern TEST =
            Pattern.compile("@EveryMode\\s+(?:@SuppressWarnings\\([^\\n]*\\n\\s+)?void (\\w+)\\(");

    @Test
    void tableIsThatOfTheTests() throws IOException {
        String document = Files.readString(DOCUMENT);
        String written = document.substring(document.indexOf(START) + START.length(), document.indexOf(END));
        String expected = table();
        Files.writeString(Path.of("target", "constructs.md"), expected);
        assertEquals(expected, written, "paste target/constructs.md into docs/compiler.md");
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder();
        for (int release : new int[] {17, 21, 25}) {
            for (Path file : sources(release)) {
                describe(Files.readString(file), release, table);
            }
        }
        return table.toString();
    }

    private static List<Path> sources(int release) throws IOException {
        String younger = release == 17 ? "" : "java" + release;
        Path folder = Path.of("src", "test", release == 17 ? "java" : younger)
                .resolve("dev/kyoto/compiler/tests/constructs")
                .resolve(younger);
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void describe(String source, int release, StringBuilder table) {
        Matcher subject = SUBJECT.matcher(source);
        if (!subject.find()) {
            throw new AssertionError("a class of constructs begins by saying what it is about: " + source);
        }
        table.append("\n**").append(subject.group(2)).append("**");
        if (release > 17) {
            table.append(" (Java ").append(release).append(')');
        }
        table.append(": ")
                .append(subject.group(1).replaceAll("\\{@code (.*?)}", "`$1`"))
                .append("\n\n| Construct | Test |\n|---|---|\n");
        for (String test : tests(source)) {
            table.append("| ").append(words(test)).append(" | `").append(test).append("` |\n");
        }
    }

    private static List<String> tests(String source) {
        List<String> tests = new ArrayList<>();
        Matcher test = TEST.matcher(source);
        while (test.find()) {
            tests.add(test.group(1));
        }
        return tests;
    }

    /** {@code awaitInTryAndFinally} as words. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
