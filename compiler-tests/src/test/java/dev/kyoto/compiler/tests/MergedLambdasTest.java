package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without debug information javac lets lambdas of equal text share one method; blocks among them need their own. */
class MergedLambdasTest {
    @TempDir
    Path output;

    static Stream<Script> scripts() {
        return Stream.of(Script.ready(), Script.pending());
    }

    private Object run(Script script, String statements) throws Exception {
        Javac javac = new Javac(output);
        assertEquals(List.of(), javac.compile("""
                        import static dev.kyoto.futures.Futures.*;
                        import dev.kyoto.compiler.tests.Source;
                        import dev.kyoto.futures.*;
                        import java.util.concurrent.Callable;
                        @SuppressWarnings("kyoto:nested-future")
                        public class Main {
                            public static Object run(Source source) throws Exception {
                        """ + statements + "}\n}\n", "-g:none"));
        return script.run((Future<?>) javac.run("Main", script));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void blockAfterAnOrdinaryLambda(Script script) throws Exception {
        assertEquals("1, 1", run(script, """
                Callable<Object> ordinary = () -> source.note(1);
                AsyncBlock<Object> block = () -> source.note(1);
                return async(() -> source.later("").await() + ordinary.call() + ", " + async(block).await());
                """));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void blockBeforeAnOrdinaryLambda(Script script) throws Exception {
        assertEquals("1, 1", run(script, """
                AsyncBlock<Object> block = () -> source.note(1);
                Callable<Object> ordinary = () -> source.note(1);
                return async(() -> source.later("").await() + async(block).await() + ", " + ordinary.call());
                """));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void blockWithinLambdasThatAreMerged(Script script) throws Exception {
        assertEquals("2, 2", run(script, """
                Callable<Future<Integer>> ordinary = () -> async(() -> source.later(2).await());
                AsyncBlock<Future<Integer>> block = () -> async(() -> source.later(2).await());
                return async(() -> async(block).await().await() + ", " + ordinary.call().await());
                """));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void mergedBlocksKnowTheirMethod(Script script) throws Exception {
        assertEquals("run run", run(script, """
                AsyncBlock<Object> one = () -> 1;
                interface Another extends AsyncCode { Object get(); }
                Another another = () -> 1;
                String methods = ((CompiledBlock<?>) one).source().getMethodName() + " "
                        + ((CompiledBlock<?>) (Object) another).source().getMethodName();
                return async(() -> source.later(methods).await());
                """));
    }
}
