package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.join;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.futures.sync.Semaphore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a suspended block from outside: where it stands, and what it awaits. */
class InsightTest {
    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static int leafLine;

    private static Future<String> leaf(Endless endless) {
        leafLine = line();
        return async(() -> {
            String first = "first";
            return first + endless.await();
        });
    }

    @Test
    void awaitChainNamesEveryLine() throws Exception {
        Endless endless = new Endless();
        int line = line();
        Future<String> block = async(() -> {
            async(() -> "ready").await();
            return leaf(endless).await();
        });

        PolledByHand.of(block).poll();

        CompiledBlock<?> outer = (CompiledBlock<?>) block;
        assertEquals(
                "at %s\nat %s\nin Endless"
                        .formatted(frame("awaitChainNamesEveryLine", line + 3), frame("leaf", leafLine + 3)),
                AwaitTree.of(block).toString());
        assertEquals(frame("awaitChainNamesEveryLine", line + 2), outer.source());
        assertSame(endless, ((CompiledBlock<?>) outer.awaited()).awaited());
    }

    private static StackTraceElement frame(String method, int line) {
        return new StackTraceElement(InsightTest.class.getName(), method, "InsightTest.java", line);
    }

    @Test
    void blocksWithinLambdasAreNamedAfterTheMethodAroundThem() throws Exception {
        Endless endless = new Endless();
        int line = line();
        Callable<Future<String>> maker =
                () -> async(() -> async(() -> endless.await()).await());
        Future<String> block = maker.call();

        PolledByHand.of(block).poll();

        StackTraceElement place = frame("blocksWithinLambdasAreNamedAfterTheMethodAroundThem", line + 2);
        AwaitTree outer = AwaitTree.of(block);
        assertEquals(place, outer.position());
        assertEquals(place, outer.awaited().get(0).position());
    }

    @Test
    void exceptionAfterResumingHasTheLineOfItsStatement() {
        Script script = Script.pending();
        int line = line();
        Future<String> block = async(() -> {
            script.later("x").await();
            throw new IllegalStateException();
        });
        var thrown = assertThrows(IllegalStateException.class, () -> script.run(block));
        StackTraceElement top = thrown.getStackTrace()[0];
        assertEquals(InsightTest.class.getName(), top.getClassName());
        assertEquals(line + 3, top.getLineNumber());
    }

    private static int shopLine;

    private static Future<String> shop(Future<String> tea, Future<String> milk) {
        shopLine = line();
        return async(() -> {
            var both = join(tea, async(() -> milk.await()));
            return both.await().first();
        });
    }

    @Test
    void joinAndSelectAreBranches() throws Exception {
        int line = line();
        Future<String> block =
                async(() -> select(on(shop(new Endless(), new Endless())), on(Futures.<String>pending(), text -> text))
                        .await());

        PolledByHand.of(block).poll();

        assertEquals(
                """
                at dev.kyoto.compiler.tests.InsightTest.joinAndSelectAreBranches(InsightTest.java:%d)
                in select
                  + at dev.kyoto.compiler.tests.InsightTest.shop(InsightTest.java:%d)
                    in join
                      + in Endless
                      + at dev.kyoto.compiler.tests.InsightTest.shop(InsightTest.java:%d)
                        in Endless
                  + in pending()""".formatted(line + 3, shopLine + 3, shopLine + 2),
                AwaitTree.of(block).toString());
    }

    @Test
    void handlerOfASelectIsShownWhileItRuns() throws Exception {
        Endless endless = new Endless();
        int line = line();
        Future<String> block = async(() -> select(on(ready("tea"), text -> {
                    String local = text;
                    return local + endless.await();
                }))
                .await());

        PolledByHand.of(block).poll();

        assertEquals(
                "at %s\nin select\nat %s\nin Endless"
                        .formatted(
                                frame("handlerOfASelectIsShownWhileItRuns", line + 5),
                                frame("handlerOfASelectIsShownWhileItRuns", line + 3)),
                AwaitTree.of(block).toString());
    }

    @Test
    void theLineOfAnAwaitIsThatOfItsDot(@TempDir Path output) throws Exception {
        Javac javac = new Javac(output);
        assertEquals(List.of(), javac.compile("""
                import static dev.kyoto.futures.Futures.*; import dev.kyoto.compiler.tests.Source;
                public class Main { public static Object run(Source source) { return async(() -> {
                    int sum = yieldNow()
                        .map(nothing -> 1)
                        .await();
                    sum += 1 + yieldNow().map(nothing -> 2).await() +
                        yieldNow().map(nothing -> 3).await();
                    for (int i = 0;
                            i < yieldNow().map(nothing -> 1).await();
                            i++) {
                        sum += i;
                    }
                    return Math.max(
                        sum,
                        yieldNow()
                            .map(nothing -> 3).await());
                }); } }
                """));
        CompiledBlock<?> block = (CompiledBlock<?>) javac.run("Main", Script.ready());
        PolledByHand<?> polled = PolledByHand.of(block);
        List<Integer> lines = new ArrayList<>();
        while (polled.poll().isPending()) {
            lines.add(block.position().getLineNumber());
        }
        assertEquals(List.of(5, 6, 7, 9, 9, 16), lines);
    }

    interface Named {
        default Future<String> inInterface(Future<String> awaited) {
            return async(() -> awaited.await());
        }
    }

    static class Nested implements Named {
        final Future<String> field;

        Nested(Future<String> awaited) {
            field = async(() -> awaited.await());
        }

        static final AsyncFunction<Future<String>, String> STATIC = awaited -> awaited.await();
    }

    private static String placeOf(Future<?> block) throws Exception {
        PolledByHand.of(block).poll();
        StackTraceElement position = ((CompiledBlock<?>) block).position();
        return position.getClassName().replaceFirst(".*\\.", "") + "." + position.getMethodName();
    }

    @Test
    @SuppressWarnings("kyoto:nested-future") // is what is tested
    void blocksAreNamedByTheMethodThatTheyAreWrittenIn() throws Exception {
        assertEquals("InsightTest$Nested.<init>", placeOf(new Nested(new Endless()).field));
        assertEquals("InsightTest$Nested.<clinit>", placeOf(async(Nested.STATIC, new Endless())));
        assertEquals("InsightTest$Named.inInterface", placeOf(new Nested(new Endless()).inInterface(new Endless())));
        AsyncBlock<Future<String>> outer = () -> async(() -> new Endless().await());
        assertEquals(
                "InsightTest.blocksAreNamedByTheMethodThatTheyAreWrittenIn",
                placeOf(PolledByHand.of(async(outer)).poll().value()));
    }

    private static List<String> heldBy(Future<?> block) {
        return AwaitTree.of(block).held().stream().map(Resource::kind).toList();
    }

    @Test
    void guardInALocalVariableIsHeldUntilItIsClosed() throws Exception {
        Mutex mutex = new Mutex();
        Script script = Script.pending();
        Future<String> block = async(() -> {
            try (var guard = mutex.lock().await()) {
                script.later("inside").await();
            }
            return script.later("outside").await();
        });
        PolledByHand<String> polled = PolledByHand.of(block);
        polled.poll();
        assertEquals(List.of("Mutex"), heldBy(block));

        polled.poll();

        assertEquals(List.of(), heldBy(block));
    }

    @Test
    void guardThatIsHandedOnIsHeldByWhoHasItNow() throws Exception {
        Semaphore semaphore = new Semaphore(1);
        AutoCloseable permit = semaphore.tryAcquire();
        Future<String> block = async(() -> {
            try (permit) {
                return async(() -> new Endless().await()).await();
            }
        });
        PolledByHand.of(block).poll();

        assertEquals(List.of("Semaphore"), heldBy(block));
        assertEquals(List.of(), AwaitTree.of(block).awaited().get(0).held());
    }
}
