package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compiler notes of a block beside its lines: marks of cancel safety, and the calls that spawn. */
class SourceNotesTest {
    @CancelSafe
    private static Future<String> safe() {
        return ready("safe");
    }

    @CancelUnsafe("everything")
    private static Future<String> unsafe() {
        return ready("unsafe");
    }

    private static Future<String> unmarked() {
        return ready("unmarked");
    }

    @CancelSafe
    private static Future<String> either(int safe) {
        return ready("safe " + safe);
    }

    @CancelUnsafe("everything")
    private static Future<String> either(String unsafe) {
        return ready(unsafe);
    }

    /** The marks of the awaits of a block, in their order; a dash for none. */
    private static String marks(AsyncBlock<?> block) {
        String[] parts = ((CompiledBlock<?>) block).encodedSource().split("\\|");
        StringBuilder marks = new StringBuilder();
        Arrays.stream(parts)
                .skip(4)
                .forEach(line -> marks.append(line.replaceAll("\\d+", "-").replaceAll("-([su])", "$1")));
        return marks.toString();
    }

    @Test
    void awaitHasTheMarkOfTheMethodThatMadeItsFuture() {
        assertEquals("su-", marks(() -> {
            safe().await();
            unsafe().await();
            return unmarked().await();
        }));
        assertEquals(
                "su-",
                marks(() -> safe().await() + unsafe().await() + unmarked().await()));
    }

    @Test
    void markIsSeenThroughCombinatorsThatLoseNothingThemselves() {
        assertEquals("ssu", marks(() -> {
            safe().map(text -> text).fuse().await();
            return safe().orElse(failure -> ready("instead")).map(text -> text).await()
                    + unsafe().map(text -> text).await();
        }));
    }

    @Test
    void futureThatIsNotMadeOnTheSpotIsUnknown() {
        Future<String> kept = unsafe();
        assertEquals("-", marks(() -> kept.await()));
    }

    @Test
    void makersOfOneNameOnOneLineAreUnknownIfTheyDiffer() {
        assertEquals("--", marks(() -> either(1).await() + either("").await()));
        assertEquals("su", marks(() -> {
            String first = either(1).await();
            return first + either("").await();
        }));
    }

    @Test
    void markIsFoundInASourceFileWhoseNameIsNotAscii(@TempDir Path output) throws Exception {
        assertEquals("s", marksOfCompiled("Stra\u00dfe", new Javac(output, "Stra%C3%9Fe.java")));
    }

    @Test
    void markIsFoundWhereTheClassDoesNotNameItsSourceFile(@TempDir Path output) throws Exception {
        assertEquals("s", marksOfCompiled("Main", new Javac(output), "-g:lines"));
    }

    private static String marksOfCompiled(String className, Javac javac, String... options) throws Exception {
        String source = """
                        import dev.kyoto.compiler.tests.Source;
                        import dev.kyoto.futures.*;

                        public class %s {
                            @CancelSafe
                            private static Future<String> safe() {
                                return Futures.ready("safe");
                            }

                            public static Object run(Source source) {
                                AsyncBlock<String> block = () -> safe().await();
                                return block;
                            }
                        }
                        """.formatted(className);
        assertEquals(List.of(), javac.compile(source, options));
        return marks((AsyncBlock<?>) javac.run(className, Script.ready()));
    }

    @Test
    void awaitInFinallyHasItsMarkInEachCopy() {
        assertEquals("-uu", marks(() -> {
            try {
                return unmarked().await();
            } finally {
                unsafe().await();
            }
        }));
    }

    /** Called as a branch of a select is made; yields the mark of the handler. */
    private static String on(Future<String> future, AsyncFunction<String, String> handler) {
        String source = ((CompiledBlock<?>) handler).encodedSource();
        return source.split("\\|")[3].replaceAll("\\d+", "");
    }

    @Test
    void handlerOfABranchHasTheMarkOfTheBranch() {
        String captured = "captured";
        assertEquals("su", on(safe(), text -> text) + on(unsafe(), text -> text + captured));
        assertEquals("u", on(unsafe().map(text -> text), text -> {
            return text;
        }));
        assertEquals("", on(unmarked(), text -> text));
    }

    /** In Kyoto's name space, called as those are that spawn. */
    private static @Nullable String spawn(String name, Future<?> future) {
        return ((CompiledBlock<?>) future).takeSpawnSite();
    }

    private static @Nullable String start(Future<?> future) {
        return ((CompiledBlock<?>) future).takeSpawnSite();
    }

    private static Future<String> block() {
        return async(() -> ready("").await());
    }

    @Test
    void futureThatIsSpawnedKnowsTheLineOfTheCall() {
        int line = StackWalker.getInstance()
                .walk(frames -> frames.findFirst().orElseThrow())
                .getLineNumber();
        String site = spawn("name", block());

        assertEquals(
                new StackTraceElement(
                        SourceNotesTest.class.getName(),
                        "futureThatIsSpawnedKnowsTheLineOfTheCall",
                        "SourceNotesTest.java",
                        line + 2),
                CompiledBlock.decodeSource(site));
    }

    @Test
    void callInLambdasKnowsTheMethodThatTheyAreWrittenIn() {
        Supplier<Supplier<@Nullable String>> lambda = () -> {
            Future<String> block = block();
            return () -> spawn("name", block);
        };
        String site = Objects.requireNonNull(lambda.get().get());

        assertEquals(
                "callInLambdasKnowsTheMethodThatTheyAreWrittenIn",
                CompiledBlock.decodeSource(site).getMethodName());
    }

    @Test
    void blockInLambdasKnowsTheMethodThatTheyAreWrittenIn() {
        Supplier<Supplier<Future<String>>> lambda = () -> () -> async(() -> safe().await());

        assertEquals(
                "blockInLambdasKnowsTheMethodThatTheyAreWrittenIn",
                ((CompiledBlock<?>) lambda.get().get()).source().getMethodName());
    }

    @Test
    void otherCallsTellNothingAndANoteIsTakenOnce() {
        assertNull(start(block()));
        Future<String> block = block();
        spawn("name", block);
        assertNull(start(block));
    }

    @Test
    void noteIsNoValue() throws Exception {
        Future<String> block = block();
        CompiledBlock.spawnedAt(block, "somewhere");

        assertEquals("", Script.ready().run(block));
    }
}
