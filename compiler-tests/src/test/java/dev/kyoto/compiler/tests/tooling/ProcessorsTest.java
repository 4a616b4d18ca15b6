package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other annotation processors on the same processor path, before the compiler and after it. */
class ProcessorsTest {
    @TempDir
    Path directory;

    private Path classes;

    /** Compiles Main.java in a javac of its own, because Lombok changes the one that it runs in. */
    private void compile(boolean kyotoFirst, String otherProcessor, String classPath, String source) {
        classes = directory.resolve("classes");
        String processorPath = kyotoFirst
                ? Jdk.path(Artifacts.compiler(), otherProcessor)
                : Jdk.path(otherProcessor, Artifacts.compiler());
        Jdk.run(
                        directory,
                        "javac",
                        "-processorpath",
                        processorPath,
                        "-cp",
                        classPath,
                        "-d",
                        classes.toString(),
                        Jdk.write(directory, "Main.java", source).toString())
                .succeeded();
    }

    private String run(String mainClass) {
        return Jdk.run(directory, "java", "-Xverify:all", "-cp", Jdk.path(classes, Artifacts.futures()), mainClass)
                .succeeded();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lombok(boolean kyotoFirst) {
        String lombok = Artifacts.tool("lombok").toString();
        compile(kyotoFirst, lombok, Jdk.path(Artifacts.futures(), lombok), """
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                @lombok.Value
                public class Main {
                    String name;
                    Future<String> greeting() {
                        return async(() -> {
                            lombok.val first = async(() -> "Hello ").await();
                            @lombok.Cleanup java.io.StringReader reader = new java.io.StringReader("!");
                            return first + getName() + async(() -> getName().length()).await() + (char) reader.read();
                        });
                    }
                    public static void main(String[] args) throws Exception {
                        System.out.print(blockOn(new Main("you").greeting()));
                    }
                }
                """);

        assertEquals("Hello you3!", run("Main"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jmh(boolean kyotoFirst) {
        Path core = Artifacts.tool("jmh-core");
        compile(
                kyotoFirst,
                Jdk.path(Artifacts.tool("jmh-generator-annprocess"), core),
                Jdk.path(Artifacts.futures(), core),
                """
                package app;
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                import org.openjdk.jmh.annotations.*;
                public class Main {
                    @State(Scope.Benchmark)
                    public static class Bench {
                        @Benchmark
                        public String await() throws Exception {
                            return blockOn(async(() -> async(() -> "measured").await()));
                        }
                    }
                    public static void main(String[] args) throws Exception {
                        System.out.print(new Bench().await());
                    }
                }
                """);

        assertEquals("measured", run("app.Main"));
        assertTrue(Files.exists(classes.resolve("META-INF/BenchmarkList")), "JMH's processor ran as well");
    }
}
