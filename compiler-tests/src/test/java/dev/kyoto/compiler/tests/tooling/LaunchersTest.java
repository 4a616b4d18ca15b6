package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools that compile in memory what they run: {@code java Main.java} and jshell. */
class LaunchersTest {
    private static final String CLASS_PATH = Jdk.path(Artifacts.compiler(), Artifacts.futures());

    @TempDir
    Path directory;

    @Test
    void sourceLauncher() {
        Jdk.write(directory, "Main.java", """
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                public class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.print(blockOn(async(() -> async(() -> args[0]).await() + "b")));
                    }
                }
                """);

        assertEquals(
                "ab",
                Jdk.run(directory, "java", "-cp", CLASS_PATH, "Main.java", "a").succeeded());
    }

    private String jshell(String... options) {
        Path script = Jdk.write(directory, "script.jsh", """
                import dev.kyoto.futures.Future
                import static dev.kyoto.futures.Futures.*
                Future<String> twice(String text) { return async(() -> text + async(() -> text).await()); }
                String said = blockOn(twice("a"))
                blockOn(async(() -> { said += twice("b").await() + args(); return null; }));
                String args() { return "!"; }
                blockOn(async(() -> { said += twice("b").await() + args(); return null; }));
                System.out.println("said " + said)
                /exit
                """);
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("-J-Djava.util.prefs.userRoot=" + directory);
        arguments.add("--class-path");
        arguments.add(CLASS_PATH);
        arguments.add(script.toString());
        return Jdk.run(directory, "jshell", arguments).succeeded();
    }

    @Test
    void jshellWithTheModuleThatThePluginNeeds() {
        String printed = jshell("-J--add-modules=jdk.unsupported");

        assertTrue(printed.contains("said aabb!"), printed);
    }

    @Test
    void jshellWithoutItNamesIt() {
        String printed = jshell();

        assertTrue(
                printed.contains(
                        "the JDK runs without the module jdk.unsupported, which -J--add-modules=jdk.unsupported adds"),
                printed);
    }
}
