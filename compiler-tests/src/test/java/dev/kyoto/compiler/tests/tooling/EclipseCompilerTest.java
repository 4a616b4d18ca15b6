package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of all constructs, compiled by Eclipse's compiler and run under the agent. */
class EclipseCompilerTest {
    private static final String PACKAGE = "dev.kyoto.compiler.tests.";

    private static final List<String> SUITES = List.of(
            "constructs.BlocksTest",
            "constructs.BranchesTest",
            "constructs.CallsTest",
            "constructs.CreationsTest",
            "constructs.ExceptionsTest",
            "constructs.LocalsTest",
            "constructs.LoopsTest",
            "constructs.OperatorsTest",
            "constructs.OwnInterfacesTest",
            "CancellationTest",
            "InsightTest");

    /** Folders and files that the suites use. */
    private static final List<String> HELPERS = List.of(
            "Endless.java",
            "Javac.java",
            "Script.java",
            "Source.java",
            "harness",
            "plain",
            "tooling/ConstructsUnderAgent.java");

    @TempDir
    Path output;

    @Test
    void everyConstructRunsUnderTheAgentAsItDoesUnderThePlugin() {
        Path folder = Artifacts.sources().resolve(PACKAGE.replace('.', '/'));
        List<Path> sources = Stream.concat(
                        SUITES.stream().map(suite -> suite.replace('.', '/') + ".java"), HELPERS.stream())
                .map(folder::resolve)
                .toList();
        assertNull(EclipseCompiler.compile(Artifacts.librariesOfTests(), output, sources));

        List<String> arguments = new ArrayList<>(List.of(
                "-javaagent:" + Artifacts.compiler(),
                "-Xverify:all",
                "-ea",
                "-cp",
                Jdk.path(output, Artifacts.librariesOfTests()),
                ConstructsUnderAgent.class.getName()));
        SUITES.forEach(suite -> arguments.add(PACKAGE + suite));
        String printed = Jdk.run(Artifacts.module(), "java", arguments).succeeded();

        Matcher summary = Pattern.compile("(\\d+) passed, 0 failed").matcher(printed);
        assertTrue(summary.find() && Integer.parseInt(summary.group(1)) >= 600, printed);
    }
}
