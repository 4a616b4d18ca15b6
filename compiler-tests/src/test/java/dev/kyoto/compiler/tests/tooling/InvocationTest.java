package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which people and build tools call javac with a class path, and what they get. */
class InvocationTest {
    private static final String PROGRAM = """
            import static dev.kyoto.futures.Futures.*;
            import dev.kyoto.futures.*;
            /** Two blocks. */
            public final class Main {
                private Main() {}
                static Future<String> twice(Future<String> text) {
                    return async(() -> text.await() + async(() -> "b").await());
                }
                /** Runs them. */
                public static String run() throws Exception {
                    return blockOn(twice(ready("a")));
                }
            }
            """;

    @TempDir
    Path directory;

    private Path classes;

    @BeforeEach
    void folder() {
        classes = directory.resolve("classes");
    }

    private Path write(String name, String text) {
        return Jdk.write(directory, name, text);
    }

    /** {@code COMPILER} and {@code FUTURES} stand for the artifacts, {@code BOTH} for them as a path. */
    private Jdk.Outcome javac(String options, Path... sources) {
        Map<String, Object> places = Map.of(
                "COMPILER", Artifacts.compiler(),
                "FUTURES", Artifacts.futures(),
                "BOTH", Jdk.path(Artifacts.compiler(), Artifacts.futures()),
                "NOTHING", directory.resolve("nothing"),
                "NOTHING_AND_COMPILER", Jdk.path(directory.resolve("nothing"), Artifacts.compiler()),
                "DIRECTORY", directory,
                "CLASSES_AND_FUTURES", Jdk.path(classes, Artifacts.futures()));
        List<Object> arguments = new ArrayList<>(List.of("-d", classes));
        for (String option : options.split(" ")) {
            arguments.add(places.getOrDefault(option, option));
        }
        arguments.addAll(List.of(sources));
        return Jdk.javac(arguments.toArray());
    }

    /** What {@code Main.run()} answers, or the error that it ends with. */
    private static String run(Path compiled) throws Exception {
        URL[] urls = {compiled.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, InvocationTest.class.getClassLoader())) {
            return (String) loader.loadClass("Main").getMethod("run").invoke(null);
        } catch (InvocationTargetException failure) {
            return failure.getCause().toString();
        }
    }

    private List<String> classFiles() throws IOException {
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void javacKeepsCommentsForThoseWhoReadThemAndNotForKyoto() throws Exception {
        Path source = write("Main.java", PROGRAM);
        List<String> command = List.of(
                "-J-Xlog:class+load",
                "-d",
                classes.toString(),
                "-cp",
                Artifacts.futures().toString(),
                "-processorpath",
                Artifacts.compiler().toString(),
                source.toString());
        List<String> withReader = new ArrayList<>(command);
        withReader.add("-Xdoclint:html");

        assertTrue(hasCommentTable(Jdk.run(directory, "javac", withReader).succeeded()));
        assertFalse(hasCommentTable(Jdk.run(directory, "javac", command).succeeded()));
        assertEquals("ab", run(classes));
    }

    /** Whether javac loaded the class in whose objects it keeps comments. */
    private static boolean hasCommentTable(String loadedClasses) {
        return loadedClasses.contains("com.sun.tools.javac.parser.LazyDocCommentTable ");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            class path                              | -cp BOTH
            class path, as Gradle calls javac       | -cp BOTH -proc:none
            processor path                          | -cp FUTURES -processorpath COMPILER
            processor path, as Gradle calls javac   | -cp FUTURES -processorpath NOTHING_AND_COMPILER
            processor path, and no processors run   | -cp FUTURES -processorpath COMPILER -proc:none
            processor path, and processors by name  | -cp FUTURES -processorpath COMPILER -processor dev.kyoto.compiler.FilerProcessor
            plugin named, though it starts itself   | -cp FUTURES -processorpath COMPILER -Xplugin:Kyoto
            no debug information                    | -cp FUTURES -processorpath COMPILER -g:none
            all debug information                   | -cp FUTURES -processorpath COMPILER -g -parameters
            every warning an error                  | -cp FUTURES -processorpath COMPILER -Werror -Xlint:all,-path,-classfile,-options -Xdoclint:all,-missing
            class after class                       | -cp FUTURES -processorpath COMPILER -XDcompilePolicy=byfile
            phase after phase                       | -cp FUTURES -processorpath COMPILER -XDcompilePolicy=simple
            for Java 17                             | -cp FUTURES -processorpath COMPILER --release 17
            """)
    void blocksAreCompiledSilently(String name, String options) throws Exception {
        assertEquals("", javac(options, write("Main.java", PROGRAM)).succeeded());
        assertEquals("ab", run(classes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21", "25"})
    @EnabledForJreRange(min = JRE.JAVA_25)
    void newerJavacWritesOlderClassFiles(String release) throws Exception {
        Path main = write("Main.java", PROGRAM);
        assertEquals(
                "",
                javac("-cp FUTURES -processorpath COMPILER --release " + release, main)
                        .succeeded());
        assertEquals("ab", run(classes));
        for (String file : List.of("Main.class", "Main$async$0.class")) {
            assertEquals(
                    Integer.parseInt(release) + 44,
                    Files.readAllBytes(classes.resolve(file))[7],
                    file + ": the version of its format");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-cp BOTH -processorpath NOTHING", "-cp FUTURES"})
    void blocksThatTheCompilerWasNotGivenToFailAndSayWhatToDo(String options) throws Exception {
        javac(options, write("Main.java", PROGRAM)).succeeded();

        String error = run(classes);

        assertTrue(
                error.startsWith(
                        "java.lang.IllegalStateException: An async block of Main was compiled without the Kyoto"
                                + " compiler, so it cannot run. Put kyoto-compiler on the processor path (Maven:"
                                + " annotationProcessorPaths, Gradle: annotationProcessor) or, where no processor path is set, on"
                                + " the class path, and compile that class again."),
                error);
    }

    @Test
    void sourceFilesThatJavacFindsByItselfAreCompiled() throws Exception {
        write("Leaf.java", """
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                class Leaf {
                    static Future<String> leaf() { return async(() -> async(() -> "leaf").await()); }
                }
                """);
        Path main = write("main/Main.java", PROGRAM.replace("ready(\"a\")", "Leaf.leaf()"));

        assertEquals(
                "",
                javac("-cp FUTURES -processorpath COMPILER -sourcepath DIRECTORY -implicit:class", main)
                        .succeeded());

        assertEquals("leafb", run(classes));
    }

    @Test
    void oneFileIsCompiledAgainAgainstTheClassFilesOfTheOthers() throws Exception {
        String leaf = """
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.futures.*;
                class Leaf {
                    static Future<String> leaf() { return async(() -> async(() -> "leaf").await() + "!"); }
                }
                """;
        Path main = write("Main.java", PROGRAM.replace("ready(\"a\")", "Leaf.leaf()"));
        javac("-cp FUTURES -processorpath COMPILER", main, write("Leaf.java", leaf))
                .succeeded();
        assertEquals("leaf!b", run(classes));

        String fewerBlocks = leaf.replace("async(() -> async(() -> \"leaf\").await() + \"!\")", "async(() -> \"new\")");
        javac("-cp CLASSES_AND_FUTURES -processorpath COMPILER", write("Leaf.java", fewerBlocks))
                .succeeded();

        assertEquals("newb", run(classes), "the holder that is left over is in nobody's way");
        assertTrue(classFiles().contains("Leaf$async$1.class"), "is left over");

        Path changed = write("Main.java", PROGRAM.replace("text.await() + async(() -> \"b\").await()", "text.await()"));
        javac("-cp CLASSES_AND_FUTURES -processorpath COMPILER", changed).succeeded();

        assertEquals("a", run(classes));
    }

    @Test
    void classFilesGoIntoAJar() throws Exception {
        Path jar = directory.resolve("program.jar");
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
                StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(zip.getPath("/")));
            List<String> options = List.of(
                    "-cp",
                    Artifacts.futures().toString(),
                    "-processorpath",
                    Artifacts.compiler().toString());
            Path main = write("Main.java", PROGRAM);
            assertTrue(javac.getTask(null, files, null, options, null, files.getJavaFileObjects(main))
                    .call());
        }

        assertEquals("ab", run(jar));
    }

    @Test
    void withoutAFolderForThemClassFilesLieBesideTheirSources() throws Exception {
        Path main = write("sources/Main.java", PROGRAM);
        List<String> options = List.of("-cp", Jdk.path(Artifacts.compiler(), Artifacts.futures()), main.toString());
        assertEquals("", Jdk.run(directory, "javac", options).succeeded());

        assertEquals("ab", run(main.getParent()));
    }
}
