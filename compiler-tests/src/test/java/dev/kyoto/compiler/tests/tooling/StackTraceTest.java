package dev.kyoto.compiler.tests.tooling;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.blockOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exception that is thrown after a resume has the chain of awaits in its stack trace, as calls would have it. */
class StackTraceTest {
    /** Ready at its second poll. */
    private static final class Later extends AbstractFuture<String> {
        private boolean waited;

        @Override
        protected Poll<String> step(Context cx) {
            if (!waited) {
                waited = true;
                cx.defer();
                return Poll.pending();
            }
            return readyWith("later");
        }
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static int leafLine;
    private static int middleLine;

    private static Future<String> leaf() {
        leafLine = line();
        return async(() -> {
            new Later().await();
            throw new IllegalStateException();
        });
    }

    private static Future<String> middle() {
        middleLine = line();
        return async(() -> {
            new Later().await();
            return leaf().await() + "!";
        });
    }

    @Test
    void traceOfThreeBlocksHasTwoFramesForEach() {
        int outerLine = line();
        Future<String> outer = async(() -> {
            String text = middle().await();
            return text + "?";
        });

        List<String> trace = new ArrayList<>();
        for (StackTraceElement frame :
                assertThrows(IllegalStateException.class, () -> blockOn(outer)).getStackTrace()) {
            trace.add(frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getFileName() + ":"
                    + frame.getLineNumber());
        }

        String name = StackTraceTest.class.getName();
        List<String> expected = List.of(
                name + ".lambda$leaf$N:StackTraceTest.java:" + (leafLine + 3),
                name + "$async$N.poll:StackTraceTest.java:-1",
                name + ".lambda$middle$N:StackTraceTest.java:" + (middleLine + 3),
                name + "$async$N.poll:StackTraceTest.java:-1",
                name + ".lambda$traceOfThreeBlocksHasTwoFramesForEach$N:StackTraceTest.java:" + (outerLine + 2),
                name + "$async$N.poll:StackTraceTest.java:-1");
        List<String> top = trace.subList(0, expected.size()).stream()
                .map(frame -> frame.replaceAll("\\$\\d+", "\\$N"))
                .toList();
        assertEquals(expected, top);
        assertEquals("dev.kyoto.futures.BlockOn.run", trace.get(expected.size()).replaceAll(":.*", ""));
    }
}
