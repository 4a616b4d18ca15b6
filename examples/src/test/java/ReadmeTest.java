import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README is the first that anybody copies. */
class ReadmeTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);

    @Test
    void programCompilesWithoutAWarning(@TempDir Path folder) throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "README.md")));
        assertTrue(program.find(), "the README has no program");
        Path source = Files.writeString(folder.resolve(program.group(2) + ".java"), program.group(1));

        StringWriter messages = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        boolean succeeded = javac.getTask(
                        messages,
                        null,
                        null,
                        List.of(
                                "-Xlint:all,-options",
                                "-d",
                                folder.toString(),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        javac.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();

        assertEquals("", messages.toString());
        assertTrue(succeeded);
    }
}
