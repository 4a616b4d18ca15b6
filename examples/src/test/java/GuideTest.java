import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every piece of Java in the guide. What is written after {@code ```java} says what it is:
 *
 * <ul>
 *   <li>nothing: a program, a file of its own; it is run, and the {@code ```text} block after it is what it prints
 *   <li>{@code body}: what stands in an async block
 *   <li>{@code members}: members of a class
 *   <li>{@code module}: a module declaration
 *   <li>{@code error}, {@code warning}: the {@code ```text} block after it is what javac says; all others compile silently
 *   <li>{@code 21}: needs that release of Java, and is left out on older ones
 * </ul>
 */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide.md");
    private static final Pattern PROGRAM = Pattern.compile("public class (\\w+) ");

    @TestFactory
    Stream<DynamicTest> everySnippet(@TempDir Path folder) throws Exception {
        return Snippet.of(GUIDE).stream()
                .filter(snippet ->
                        snippet.release() <= java.lang.Runtime.version().feature())
                .map(snippet -> dynamicTest(
                        "line " + snippet.line(),
                        URI.create(GUIDE.toUri() + "?line=" + snippet.line()),
                        () -> check(snippet, Files.createDirectory(folder.resolve("line" + snippet.line())))));
    }

    private static void check(Snippet snippet, Path folder) throws Exception {
        SnippetCompiler compiler = new SnippetCompiler(folder);
        if (snippet.is("body") || snippet.is("members")) {
            expect(
                    snippet,
                    compiler.compile("Snippet.java", Wrapping.of(snippet).source()));
        } else if (snippet.is("module")) {
            expect(snippet, compiler.compile("module-info.java", snippet.text()));
        } else {
            Matcher name = PROGRAM.matcher(snippet.text());
            assertTrue(name.find(), "neither a program nor marked as something else");
            expect(snippet, compiler.compile(name.group(1) + ".java", snippet.text()));
            assertEquals(
                    snippet.result(),
                    assertTimeoutPreemptively(Duration.ofMinutes(4), () -> run(name.group(1), folder)));
        }
    }

    private static void expect(Snippet snippet, String said) {
        if (snippet.is("error") || snippet.is("warning")) {
            assertNotEquals("", said, "javac accepts it");
            assertEquals(unwrapped(snippet.result()), unwrapped(said));
        } else {
            assertEquals("", said);
        }
    }

    /** The guide breaks long messages into lines. */
    private static String unwrapped(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }

    private static String run(String program, Path folder) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(program).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        return printed.toString(UTF_8).replace("\r\n", "\n");
    }
}
