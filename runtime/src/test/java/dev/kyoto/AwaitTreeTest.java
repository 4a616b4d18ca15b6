package dev.kyoto;

import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.shield;
import static dev.kyoto.Kyoto.timeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Waker;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The futures of the runtime that have others inside. */
class AwaitTreeTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Test
    void timeoutShowsWhatItLimits() throws Exception {
        Future<Object> limited = timeout(LIMIT, pending());
        limited.poll(Context.of(Waker.noop()));

        assertEquals("in timeout\nin pending()", AwaitTree.of(limited).toString());
    }

    @Test
    void shieldShowsWhatItProtectsAndThenTheTask() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            Future<Object> protectedOne = shield(pending());
            assertEquals(
                    "in shield(…) (not begun)\nin pending() (not begun)",
                    AwaitTree.of(protectedOne).toString());

            JoinHandle<Object> waiting = runtime.spawn("waiting", protectedOne);
            runtime.blockOn(Kyoto.yieldNow());

            String tree = AwaitTree.of(protectedOne).toString();
            assertTrue(tree.startsWith("in shield(…)\n") && tree.contains("task"), tree);
            waiting.abort();
        }
    }
}
