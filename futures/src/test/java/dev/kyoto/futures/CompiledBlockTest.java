package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol between compiled code and its base class, on a block written by hand as the compiler would write it. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SAME_THREAD) // whose handler hears of failures
class CompiledBlockTest {
    private final List<String> log = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();
    private Thread.@Nullable UncaughtExceptionHandler before;

    @BeforeEach
    void listenForReports() {
        before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    }

    @AfterEach
    void stopListening() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    /** Pending until {@code value} is set. */
    private final class Source extends AbstractFuture<String> {
        private final String name;

        @Nullable String value;

        Source(String name) {
            this.name = name;
        }

        @Override
        protected Poll<String> step(Context cx) {
            return value == null ? Poll.pending() : readyWith(value);
        }

        @Override
        protected void dropped() {
            log.add("dropped " + name);
        }
    }

    /**
     * <pre>{@code
     * try { return "got " + first.await(); } finally { log("finally"); cleanup.await(); log("cleaned"); }
     * }</pre>
     *
     * where {@code cleanup} may be null.
     */
    private final class Block extends CompiledBlock<String> implements AsyncBlock<String> {
        private final Future<String> first;
        private final @Nullable Future<String> cleanup;
        private @Nullable String result;
        private @Nullable Throwable failure;

        Block(Future<String> first, @Nullable Future<String> cleanup) {
            this.first = first;
            this.cleanup = cleanup;
        }

        @Override
        public Poll<String> poll(Context cx) throws Exception {
            return settle(body(cx));
        }

        private @Nullable Object body(Context cx) throws Exception {
            Future<?> future;
            int state = enter();
            if (state < 2) {
                result = null;
                failure = null;
                try {
                    future = state == 0 ? first : resume();
                    Poll<?> poll = future.poll(cx);
                    if (poll.isPending()) {
                        return suspend(1, future);
                    }
                    result = "got " + poll.value();
                } catch (Throwable thrown) {
                    failure = thrown;
                }
                log.add("finally");
                future = cleanup;
            } else {
                future = resume();
            }
            if (future != null) {
                if (future.poll(cx).isPending()) {
                    return suspend(2, future);
                }
                log.add("cleaned");
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
            return result;
        }

        @Override
        protected CompiledBlock<String> fresh() {
            return new Block(first, cleanup);
        }

        @Override
        protected String describeSource() {
            return "com.example.Shop|lambda$order$0|Shop.java|10|12|15";
        }

        @Override
        public String run() {
            throw calledDirectly();
        }
    }

    private final Source first = new Source("first");
    private final Source second = new Source("second");

    @Test
    void suspendsAtTheAwaitAndResumesThere() throws Exception {
        var block = PolledByHand.of(Futures.async((AsyncBlock<String>) new Block(first, null)));

        assertTrue(block.poll().isPending());
        assertTrue(block.poll().isPending());
        first.value = "tea";

        assertEquals("got tea", block.poll().value());
        assertEquals(List.of("finally"), log);
    }

    @Test
    void templateIsStartedManyTimes() throws Exception {
        AsyncBlock<String> template = new Block(ready("tea"), null);

        assertEquals("got tea", PolledByHand.of(Futures.async(template)).poll().value());
        assertThrows(IllegalStateException.class, template::run);
    }

    private static Future<String> ready(String value) {
        return cx -> Poll.ready(value);
    }

    @Test
    void dropBeforeTheFirstPollRunsNothing() {
        var block = new Block(first, null);

        block.cancel();

        assertEquals(List.of(), log);
        var error = assertThrows(IllegalStateException.class, () -> block.poll(Context.of(Waker.noop())));
        assertTrue(error.getMessage().contains("Shop.java:10"), error.getMessage());
        assertTrue(error.getMessage().contains("cancelled"), error.getMessage());
    }

    @Test
    void dropWhileSuspendedCancelsTheChildThenRunsFinally() throws Exception {
        var block = new Block(first, null);
        block.poll(Context.of(Waker.noop()));

        block.cancel();
        block.cancel();

        assertEquals(List.of("dropped first", "finally"), log);
        assertEquals(List.of(), reported);
        assertNull(block.awaited());
    }

    @Test
    void awaitInCleanupThatIsReadyIsAllowed() throws Exception {
        var block = new Block(first, ready("done"));
        block.poll(Context.of(Waker.noop()));

        block.cancel();

        assertEquals(List.of("dropped first", "finally", "cleaned"), log);
        assertEquals(List.of(), reported);
    }

    @Test
    void awaitInCleanupThatIsPendingIsCancelledToo() throws Exception {
        var block = new Block(first, second);
        block.poll(Context.of(Waker.noop()));

        block.cancel();

        assertEquals(List.of("dropped first", "finally", "dropped second"), log);
        assertEquals(List.of(), reported);
    }

    @Test
    void failureInCleanupIsReported() throws Exception {
        var failure = new IOException("flush failed");
        var block = new Block(first, cx -> {
            throw failure;
        });
        block.poll(Context.of(Waker.noop()));

        block.cancel();

        assertEquals(List.of(failure), reported);
    }

    @Test
    void failureEndsTheBlockAndAnotherPollSaysSo() throws Exception {
        var block = new Block(
                cx -> {
                    throw new IOException("no tea");
                },
                null);

        assertThrows(IOException.class, () -> block.poll(Context.of(Waker.noop())));

        assertEquals(List.of("finally"), log);
        var error = assertThrows(IllegalStateException.class, () -> block.poll(Context.of(Waker.noop())));
        assertTrue(error.getMessage().contains("has failed"), error.getMessage());
        block.cancel();
        assertEquals(List.of("finally"), log);
    }

    @Test
    void completedBlockPolledAgainNamesItsSource() throws Exception {
        var block = new Block(ready("tea"), null);
        block.poll(Context.of(Waker.noop()));

        var error = assertThrows(IllegalStateException.class, () -> block.poll(Context.of(Waker.noop())));

        assertTrue(error.getMessage().contains("Shop.java:10"), error.getMessage());
        assertTrue(error.getMessage().contains("completed"), error.getMessage());
    }
}
