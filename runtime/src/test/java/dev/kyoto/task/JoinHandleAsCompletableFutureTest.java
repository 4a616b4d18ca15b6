package dev.kyoto.task;

import static dev.kyoto.Kyoto.from;
import static dev.kyoto.Kyoto.scope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Poller;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.Signal;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.NonBlocking;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class JoinHandleAsCompletableFutureTest extends RuntimeTestCase {
    private final Signal<String> tea = new Signal<>();
    private final Signal<String> cleanedUp = new Signal<>();

    @Test
    void valueOfTheTaskCompletesIt() throws Exception {
        var result = runtime.spawn(tea).toCompletableFuture();
        var dependent = result.thenApply(value -> value + " on a worker: " + NonBlocking.isHere());

        tea.send("green");
        runtime.blockOn(untilDone(dependent));

        assertEquals("green on a worker: false", dependent.join());
    }

    @Test
    void failureOfTheTaskCompletesItAsItIs() throws Exception {
        var failure = new IOException("no tea");
        // On the caller's thread, so that the handle is awaited before the task fails: virtual time gives no grace.
        var result = runtime.spawn(Poller.then(tea, Poller.failing(failure))).toCompletableFuture(Runnable::run);

        tea.send("green");
        runtime.blockOn(untilDone(result));

        assertSame(
                failure, assertThrows(CompletionException.class, result::join).getCause());
        assertEquals(List.of(), failures.seen());
    }

    @Test
    void cancelAbortsTheTask() throws Exception {
        var begun = new Signal<String>();
        var handle = runtime.spawn(
                Poller.pendingUntilDropped(() -> begun.send("begun"), () -> cleanedUp.send("cleaned up")));
        var result = handle.toCompletableFuture();
        runtime.blockOn(begun);

        assertTrue(result.cancel(true));

        assertEquals("cleaned up", runtime.blockOn(cleanedUp));
        assertThrows(CancellationException.class, result::join);
    }

    @Test
    void resultThatIsTimedOutAbortsTheTask() throws Exception {
        var begun = new Signal<String>();
        var result = runtime.spawn(
                        Poller.pendingUntilDropped(() -> begun.send("begun"), () -> cleanedUp.send("cleaned up")))
                .toCompletableFuture();
        runtime.blockOn(begun);

        result.completeExceptionally(new TimeoutException()); // as orTimeout does

        assertEquals("cleaned up", runtime.blockOn(cleanedUp));
    }

    @Test
    void abortedTaskCancelsIt() throws Exception {
        var handle = runtime.spawn(tea);
        var result = handle.toCompletableFuture();

        handle.abort();
        runtime.blockOn(untilDone(result));

        assertTrue(result.isCancelled());
    }

    @Test
    void resultThatNobodyKeepsLeavesTheTaskAlone() throws Exception {
        var handle = runtime.spawn(Poller.then(tea, Poller.yielding(0, "brewed")));
        handle.toCompletableFuture();
        runtime.blockOn(Poller.yielding(10, 0));

        assertFalse(handle.isFinished());

        tea.send("green");
    }

    @Test
    void jobOfTheBlockingPoolIsInterrupted() throws Exception {
        var begun = new Signal<String>();
        var result = runtime.spawnBlocking(() -> {
                    begun.send("begun");
                    try {
                        TimeUnit.MINUTES.sleep(1);
                    } catch (InterruptedException interrupted) {
                        cleanedUp.send("interrupted");
                    }
                    return "woken";
                })
                .toCompletableFuture();
        runtime.blockOn(begun);

        result.cancel(true);

        assertEquals("interrupted", runtime.blockOn(cleanedUp));
    }

    @Test
    void handleOfAScopesChildHasItToo() throws Exception {
        tea.send("green");

        String value = runtime.blockOn(
                scope(s -> from(s.spawn(tea).toCompletableFuture()).await()));

        assertEquals("green", value);
    }

    private static Future<?> untilDone(CompletableFuture<?> result) {
        return from(result.handle((value, failure) -> "done"));
    }
}
