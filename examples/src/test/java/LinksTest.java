import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links of the documents to each other, to folders, and to headings. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "ARCHITECTURE.md",
                "CHANGELOG.md",
                "CONTRIBUTING.md",
                "docs/guide.md",
                "docs/diagnostics.md",
                "docs/compiler.md"
            })
    void linksLeadSomewhere(String name) throws IOException {
        Path document = Path.of("..").resolve(name);
        for (MatchResult link :
                LINK.matcher(Files.readString(document)).results().toList()) {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertTrue(Files.exists(target), () -> name + " links to " + link.group(1) + ", which is not there");
            if (link.group(2) != null) {
                assertTrue(
                        anchors(target).contains(link.group(2)),
                        () -> name + " links to #" + link.group(2) + ", but there is no such heading");
            }
        }
    }

    /** As GitHub makes them: in lower case, without punctuation, with hyphens for blanks. */
    private static Set<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
