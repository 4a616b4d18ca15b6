import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README is the first that anybody copies. */
class ReadmeTest {
    @Test
    void programCompilesWithoutAWarning(@TempDir Path folder) throws Exception {
        List<Snippet> snippets = Snippet.of(Path.of("..", "README.md"));

        assertEquals(1, snippets.size());
        assertEquals(
                "",
                new SnippetCompiler(folder).compile("Echo.java", snippets.get(0).text()));
    }
}
