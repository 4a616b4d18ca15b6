package dev.kyoto.compiler.tests.tooling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ILine;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JaCoCo says of async blocks, which it takes for the lambdas that they were. */
class CoverageTest {
    private static final String PROGRAM = """
            import static dev.kyoto.futures.Futures.*;
            import dev.kyoto.futures.*;
            public class Main {
                static final class Later extends AbstractFuture<String> {
                    boolean polled = Boolean.getBoolean("ready");
                    protected Poll<String> step(Context cx) {
                        if (!polled) { polled = true; cx.defer(); return Poll.pending(); }
                        return readyWith("later");
                    }
                }
                public static void main(String[] args) throws Exception {
                    System.out.print(blockOn(async(() -> {
                        String text = "";
                        text += new Later().await();
                        if (text.isEmpty()) {
                            text += new Later().await();
                            text += "!";
                        }
                        return text;
                    })));
                }
            }
            """;

    @TempDir
    Path directory;

    private Path classes;

    @BeforeEach
    void compile() {
        classes = directory.resolve("classes");
        Path source = Jdk.write(directory, "Main.java", PROGRAM);
        Jdk.javac("-g", "-processorpath", Artifacts.compiler(), "-cp", Artifacts.futures(), "-d", classes, source)
                .succeeded();
    }

    private List<IClassCoverage> coverageOfRun(String property) throws IOException {
        Path agent = directory.resolve("jacocoagent.jar");
        AgentJar.extractTo(agent.toFile());
        Path data = directory.resolve("jacoco.exec");
        String printed = Jdk.run(
                        directory,
                        "java",
                        "-javaagent:" + agent + "=includes=Main*,destfile=" + data,
                        "-Xverify:all",
                        property,
                        "-cp",
                        Jdk.path(classes, Artifacts.futures()),
                        "Main")
                .succeeded();
        assertEquals("later", printed);
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(data.toFile());
        CoverageBuilder coverage = new CoverageBuilder();
        new Analyzer(loader.getExecutionDataStore(), coverage).analyzeAll(classes.toFile());
        return new ArrayList<>(coverage.getClasses());
    }

    private static String lines(List<IClassCoverage> coverage, int first, int last) {
        IClassCoverage main = coverage.stream()
                .filter(each -> each.getName().equals("Main"))
                .findFirst()
                .orElseThrow();
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> describe(number, main.getLine(number)))
                .collect(Collectors.joining());
    }

    private static String describe(int number, ILine line) {
        String status = switch (line.getStatus()) {
            case ICounter.EMPTY -> "-";
            case ICounter.NOT_COVERED -> "missed";
            case ICounter.PARTLY_COVERED -> "partly";
            default -> "covered";
        };
        ICounter branches = line.getBranchCounter();
        return number + " " + status
                + (branches.getTotalCount() == 0
                        ? ""
                        : " " + branches.getCoveredCount() + "/" + branches.getTotalCount())
                + "\n";
    }

    @Test
    void linesAfterAResumeAreCoveredAndThoseNotReachedAreNot() throws IOException {
        assertEquals("""
                13 covered
                14 covered 2/2
                15 partly 1/2
                16 missed 0/2
                17 missed
                18 -
                19 covered
                """, lines(coverageOfRun("-Dready=false"), 13, 19));
    }

    @Test
    void anAwaitThatNeverSuspendedIsABranchNotTaken() throws IOException {
        assertEquals("""
                13 covered
                14 partly 1/2
                15 partly 1/2
                16 missed 0/2
                17 missed
                18 -
                19 covered
                """, lines(coverageOfRun("-Dready=true"), 13, 19));
    }

    @Test
    void holdersAreNotReported() throws IOException {
        assertEquals(
                List.of("Main", "Main$Later"),
                coverageOfRun("-Dready=false").stream()
                        .filter(IClassCoverage::containsCode) // reports leave out the others
                        .map(IClassCoverage::getName)
                        .sorted()
                        .toList());
    }
}
