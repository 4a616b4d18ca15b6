package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways by which the plugin comes at the class files: each alone, none of them, and what is left when it must refuse. */
class ClassFileAccessTest {
    private static final String PROGRAM = """
            package some.where;
            import static dev.kyoto.futures.Futures.*;
            import dev.kyoto.futures.*;
            import dev.kyoto.compiler.tests.Source;
            public class Main {
                public static Object run(Source source) {
                    class Local {
                        Future<String> get() {
                            return async(() -> source.later("a").await() + async(() -> source.later("b").await()).await());
                        }
                    }
                    return new Local().get();
                }
            }
            """;

    private static final List<String> PROGRAM_FILES = List.of(
            "some/where/Main$1Local$async$0.class",
            "some/where/Main$1Local$async$1.class",
            "some/where/Main$1Local.class",
            "some/where/Main.class");

    @TempDir
    Path output;

    private Javac javac;

    @BeforeEach
    void javac() {
        javac = new Javac(output);
    }

    private List<String> compile(String source, String... options) {
        List<String> all = new ArrayList<>(List.of("-processorpath", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        return javac.compile(source, all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"writer", "filer"})
    void eachWayAloneCompilesNestedBlocksOfLocalClasses(String way) throws Exception {
        assertEquals(List.of(), compile(PROGRAM, "-Xplugin:Kyoto " + way, "-Werror", "-Xlint:all,-classfile"));

        assertEquals(PROGRAM_FILES, javac.classFiles());
        Script script = Script.pending();
        assertEquals("ab", script.run((Future<?>) javac.run("some.where.Main", script)));
    }

    @Test
    void theFilerWritesOverAnEarlierCompilation() throws Exception {
        compile(PROGRAM);
        String changed = PROGRAM.replace("\"a\"", "\"A\"");

        assertEquals(List.of(), compile(changed, "-Xplugin:Kyoto filer"));

        Script script = Script.ready();
        assertEquals("Ab", script.run((Future<?>) javac.run("some.where.Main", script)));
    }

    @Test
    void whereNoWayIsOpenOneErrorSaysSoAndNothingIsWritten() {
        assertEquals(
                List.of("ERROR 9:30 [kyoto:class-files] " + unreachable("")), compile(PROGRAM, "-Xplugin:Kyoto none"));
        assertEquals(List.of(), javac.classFiles());
    }

    @Test
    void withoutProcessorsThereIsNoFiler() {
        assertEquals(
                List.of("ERROR 9:30 [kyoto:class-files] "
                        + unreachable("java.lang.ReflectiveOperationException: javac did not start Kyoto's annotation"
                                + " processor")),
                compile(PROGRAM, "-Xplugin:Kyoto filer", "-proc:none"));
        assertEquals(List.of(), javac.classFiles());
    }

    private static String unreachable(String reason) {
        return "Kyoto cannot reach the class files that javac writes [" + reason
                + "]. Put kyoto-compiler on the processor"
                + " path (Maven: annotationProcessorPaths, Gradle: annotationProcessor) and let javac run processors, or"
                + " pass -J--add-opens for the packages [com.sun.tools.javac.api, com.sun.tools.javac.comp,"
                + " com.sun.tools.javac.jvm, com.sun.tools.javac.main, com.sun.tools.javac.util] of jdk.compiler.";
    }

    @Test
    void whereKyotosIsTheOnlyProcessorJavacProcessesNothing() {
        assertEquals(List.of(), compile(PROGRAM, "-XprintRounds"));

        assertEquals(PROGRAM_FILES, javac.classFiles());
        assertEquals("", javac.printed());
    }

    @Test
    void theFilerNeedsJavacToProcess() {
        assertEquals(List.of(), compile(PROGRAM, "-XprintRounds", "-Xplugin:Kyoto filer"));

        assertTrue(javac.printed().contains("Round 1"), javac.printed());
    }

    @Test
    void processorsThatAProgramGivesToJavacRun() {
        AtomicInteger rounds = new AtomicInteger();
        javac.give(new AbstractProcessor() {
            @Override
            public Set<String> getSupportedAnnotationTypes() {
                return Set.of("*");
            }

            @Override
            public SourceVersion getSupportedSourceVersion() {
                return SourceVersion.latestSupported();
            }

            @Override
            public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
                rounds.incrementAndGet();
                return false;
            }
        });

        assertEquals(List.of(), compile(PROGRAM));

        assertEquals(PROGRAM_FILES, javac.classFiles());
        assertEquals(2, rounds.get());
    }

    @Test
    void processingAloneIsDoneWhereItIsAskedFor() {
        assertEquals(List.of(), compile(PROGRAM, "-proc:only", "-XprintRounds"));

        assertEquals(List.of(), javac.classFiles());
        assertTrue(javac.printed().contains("Round 1"), javac.printed());
    }

    @Test
    void theProcessorStaysSilentUnderEveryLint() {
        String annotated =
                "@interface Mark {} @Mark class Main { @Deprecated void f() {} @Override public String toString()"
                        + " { return \"\"; } }";
        String[] options = {"-Xplugin:Kyoto filer", "-Werror", "-Xlint:all,-classfile,-options", "-Asome.option=1"};
        assertEquals(List.of(), compile(annotated, options));
        assertEquals(List.of("Main.class", "Mark.class"), javac.classFiles());
    }

    /** Two blocks of which the second, from line 5 on, is too large. */
    private static String tooLarge() {
        return """
                import static dev.kyoto.futures.Futures.*; import dev.kyoto.futures.*; import dev.kyoto.compiler.tests.Source;
                public class Main {
                    public static Object run(Source source) { return async(() -> source.later("small").await()); }
                    static Future<String> large(Future<String> x) {
                        return async(() -> {
                            String text = "";
                """ + "text += x.await();\n".repeat(2500) + """
                            return text;
                        });
                    }
                }
                """;
    }

    private static final String TOO_LARGE =
            "ERROR 5:22 [kyoto:body-too-large] The async block in large becomes larger than the 64 KB that a method may have. Move parts of it into"
                    + " async methods of their own.";

    @Test
    void blockOfMoreThan64KilobytesIsAnErrorAndNoEarlierClassFileStays() {
        compile("class Main {}");

        assertEquals(List.of(TOO_LARGE), compile(tooLarge(), "-Xplugin:Kyoto writer"));

        assertEquals(List.of(), javac.classFiles());
    }

    @Test
    void byTheFilerTheClassFileOfSuchABlockStaysButItsBlocksDoNotRun() {
        compile("class Main {}");

        assertEquals(List.of(TOO_LARGE), compile(tooLarge(), "-Xplugin:Kyoto filer"));

        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> javac.run("Main", Script.ready()));
        String message = thrown.getCause().getMessage();
        assertTrue(message.contains("was compiled without the Kyoto compiler"), message);
    }

    /** Javac says of all classes that it has generated them, although after an error it writes no more of them. */
    @ParameterizedTest
    @ValueSource(strings = {"writer", "filer"})
    void classThatJavacWritesNoMoreIsNoFurtherError(String way) {
        String source = tooLarge()
                + "class Other { static Object run(Source source) { return async(() -> source.later(1).await()); } }\n";

        assertEquals(List.of(TOO_LARGE), compile(source, "-Xplugin:Kyoto " + way, "-XDcompilePolicy=simple"));
    }
}
