package dev.kyoto.compiler.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.compiler.tests.tooling.Artifacts;
import dev.kyoto.compiler.tests.tooling.EclipseCompiler;
import dev.kyoto.compiler.tests.tooling.Jdk;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some bodies of the {@link Fuzzer}, compiled by Eclipse's compiler and run under the agent: dropped at many an await. */
class EclipseFuzzTest {
    private static final String CLASS = "B0";
    private static final int BODIES = 8;
    private static final int FIRST_SEED = 100;

    @TempDir
    Path directory;

    @Test
    void blocksDoUnderTheAgentWhatPlainCodeDoes() {
        List<String> arguments = new ArrayList<>(List.of(
                "-javaagent:" + Artifacts.compiler(),
                "-Xverify:all",
                "-cp",
                Jdk.path(Artifacts.tests(), Artifacts.librariesOfTests()),
                UnderAgent.class.getName()));
        for (int seed = FIRST_SEED; seed < FIRST_SEED + BODIES; seed++) {
            Path folder = directory.resolve("" + seed);
            if (compile(folder, Body.of(seed))) {
                arguments.add(folder.toString());
                arguments.add("" + seed);
            }
        }
        assertTrue(arguments.size() > BODIES, "Eclipse's compiler takes most of the bodies");

        assertEquals("agree", Jdk.run(directory, "java", arguments).succeeded());
    }

    /** Not all bodies: some are larger than a method may be, and at some Eclipse's compiler itself fails. */
    private static boolean compile(Path folder, Body body) {
        Path source = Jdk.write(folder, CLASS + ".java", body.source(CLASS));
        return EclipseCompiler.compile(
                        Jdk.path(Artifacts.tests(), Artifacts.librariesOfTests()), folder, List.of(source))
                == null;
    }

    /** Takes folders and seeds in turns, and prints what differs. */
    static final class UnderAgent {
        public static void main(String... arguments) throws Exception {
            int agreed = 0;
            for (int i = 0; i < arguments.length; i += 2) {
                URL[] folder = {Path.of(arguments[i]).toUri().toURL()};
                try (URLClassLoader loader = new URLClassLoader(folder)) {
                    String difference =
                            new Trial(loader.loadClass(CLASS)).firstDifference(Long.parseLong(arguments[i + 1]));
                    if (difference == null) {
                        agreed++;
                    } else {
                        System.out.println("seed " + arguments[i + 1] + ": " + difference);
                    }
                } catch (VerifyError broken) {
                    // The plain form lies in the same class. Eclipse's compiler writes wrong stack maps at times.
                    if (!broken.getMessage().contains(CLASS + ".plain()")) {
                        throw broken;
                    }
                }
            }
            System.out.print(agreed > 2 ? "agree" : "only " + agreed + " were compared");
        }
    }
}
