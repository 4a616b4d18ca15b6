package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules with async blocks, and the places where the compiler can be while it is compiled. */
class ModulePathTest {
    @TempDir
    Path directory;

    private Path sources() {
        Jdk.write(directory, "app/module-info.java", "module app { requires dev.kyoto.futures; }");
        return Jdk.write(directory, "app/app/Main.java", """
                package app;
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                public class Main {
                    public static void main(String... args) throws Exception {
                        System.out.print(blockOn(async(() -> async(() -> "a").await() + "b")));
                    }
                }
                """);
    }

    private void compile(Object... options) {
        Path main = sources();
        List<Object> arguments = new ArrayList<>(List.of("-d", directory.resolve("classes")));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(main, directory.resolve("app/module-info.java")));
        assertEquals("", Jdk.javac(arguments.toArray()).succeeded());
    }

    private static String futures() {
        return Jdk.path(Artifacts.futures(), Artifacts.jspecify());
    }

    private Jdk.Outcome run(String modules) {
        return Jdk.run(
                directory, "java", "-Xverify:all", "-p", Jdk.path(modules, Artifacts.futures()), "-m", "app/app.Main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-cp", "--processor-path", "--processor-module-path"})
    void blocksOfAModuleAreCompiled(String path) {
        compile("-p", futures(), path, Artifacts.compiler());

        assertEquals("ab", run("classes").succeeded());
    }

    @Test
    void blocksOfSeveralModulesAtOnceAreCompiled() {
        sources();
        Jdk.javac(
                        "--module-source-path",
                        directory,
                        "-p",
                        futures(),
                        "--processor-path",
                        Artifacts.compiler(),
                        "-d",
                        directory.resolve("modules"),
                        "-m",
                        "app")
                .succeeded();

        assertEquals("ab", run("modules").succeeded());
    }

    @Test
    void withTheCompilerOnTheModulePathAloneBlocksFailAndSayWhatToDo() {
        compile("-p", Jdk.path(futures(), Artifacts.compiler()));

        Jdk.Outcome outcome = run("classes");

        assertEquals(1, outcome.exitCode());
        assertTrue(
                outcome.output()
                        .contains(
                                "An async block of app.Main was compiled without the Kyoto compiler, so it cannot run. Put"
                                        + " kyoto-compiler on the processor path"),
                outcome.output());
    }
}
