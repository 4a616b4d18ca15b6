package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A body that stays below the 64 KB of a method, with a loop around more than the 32 KB that a usual jump can bridge. */
class LongBodyTest {
    private static final int LOCALS = 100;
    private static final int AWAITS = 1000;

    @TempDir
    Path output;

    @ParameterizedTest
    @MethodSource("dev.kyoto.compiler.tests.MergedLambdasTest#scripts")
    void thousandAwaitsAcrossAHundredLocals(Script script) throws Exception {
        Javac javac = new Javac(output);
        assertEquals(
                List.of(),
                javac.compile("""
                import static dev.kyoto.futures.Futures.*;
                import dev.kyoto.compiler.tests.Source;
                public class Main {
                    @SuppressWarnings("kyoto:huge-body")
                    public static Object run(Source source) {
                        return async(() -> {
                            int sum = 0;
                """ + locals("long v%1$d = %1$d;\n") + "while (sum == 0) {\n"
                        + "sum += source.later(1).await();\n".repeat(AWAITS) + "}\nreturn sum" + locals(" + v%d")
                        + ";\n});\n}\n}\n"));

        long ofLocals = LOCALS * (LOCALS - 1) / 2;
        assertEquals(AWAITS + ofLocals, script.run((Future<?>) javac.run("Main", script)));
    }

    private static String locals(String each) {
        return IntStream.range(0, LOCALS).mapToObj(each::formatted).collect(Collectors.joining());
    }
}
