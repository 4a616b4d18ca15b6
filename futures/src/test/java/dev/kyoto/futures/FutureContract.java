package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every combinator owes its user and its children, whatever it makes of their values. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SAME_THREAD) // whose handler hears of failures
abstract class FutureContract {
    private final List<Throwable> reported = new ArrayList<>();
    private Thread.@Nullable UncaughtExceptionHandler before;

    private final Probe[] children = Probe.many(width());
    private final Future<?> future = combine(children);
    private final PolledByHand<?> byHand = PolledByHand.of(future);

    /** How many children the combinator gets. */
    abstract int width();

    /** The future under test, over all of these children. */
    abstract Future<?> combine(Probe[] children);

    /** Whether the first child to complete ends the others. */
    boolean endsWithTheFirst() {
        return false;
    }

    /** Whether a future that was never polled has children to drop: not if it only makes them in a later poll. */
    boolean knowsItsChildrenFromTheStart() {
        return true;
    }

    /** Whether a poll after the end is safe. */
    boolean isFused() {
        return false;
    }

    /** Whether what the children do is taken from the budget. */
    boolean keepsTheBudget() {
        return true;
    }

    /** How this future is dropped. */
    void drop(Future<?> future) {
        future.cancel();
    }

    @BeforeEach
    void listenForReports() {
        before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    }

    @AfterEach
    void stopListening() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    private void completeAll() {
        Stream.of(children).forEach(Probe::complete);
    }

    private List<Integer> drops() {
        return Stream.of(children).map(child -> child.drops).toList();
    }

    private List<Integer> each(int drops) {
        return Stream.of(children).map(child -> drops).toList();
    }

    private void assertDone() throws Exception {
        if (isFused()) {
            assertTrue(byHand.poll().isPending());
            return;
        }
        int polls = Probe.polls(children);
        var error = assertThrows(IllegalStateException.class, byHand::poll);
        assertTrue(error.getMessage().matches(".*(fuse\\(\\)|pin\\(\\)|onIf).*"), error.getMessage());
        assertEquals(polls, Probe.polls(children));
    }

    @Test
    void constructionPollsAndDropsNothing() {
        assertEquals(0, Probe.polls(children));
        assertEquals(each(0), drops());
    }

    @Test
    void pendingUntilTheChildrenEnd() throws Exception {
        assertTrue(byHand.poll().isPending());
        assertTrue(byHand.poll().isPending());

        completeAll();

        assertTrue(byHand.poll().isReady());
    }

    @Test
    void everyChildIsPolledInTheFirstPoll() throws Exception {
        byHand.poll();

        assertTrue(Stream.of(children).allMatch(child -> child.polls == 1));
    }

    @Test
    void polledAfterItCompletedItIsDone() throws Exception {
        completeAll();
        byHand.poll();

        assertDone();
    }

    @Test
    void failureOfTheChildrenIsThrownAsItIsAndEndsIt() throws Exception {
        var failure = new IOException("no tea");
        byHand.poll();
        Stream.of(children).forEach(child -> child.fail(failure));

        assertSame(failure, assertThrows(IOException.class, byHand::poll));

        assertDone();
    }

    @Test
    void droppedBeforeTheFirstPollItRunsNothing() throws Exception {
        drop(future);

        assertEquals(0, Probe.polls(children));
        assertEquals(each(knowsItsChildrenFromTheStart() ? 1 : 0), drops());
        assertDone();
    }

    /** So what these children would have yielded stays where it is, as each of them promises. */
    @Test
    void childrenThatAreReadyAreDroppedUnpolled() throws Exception {
        byHand.poll();
        completeAll();
        int polls = Probe.polls(children);

        drop(future);

        assertEquals(polls, Probe.polls(children));
        assertEquals(each(1), drops());
    }

    @Test
    void droppedTwiceItDropsEachChildOnce() throws Exception {
        byHand.poll();

        drop(future);
        drop(future);

        assertEquals(each(1), drops());
        assertDone();
    }

    @Test
    void droppedAfterTheEndItDropsNothingMore() throws Exception {
        completeAll();
        byHand.poll();
        List<Integer> dropped = drops();

        drop(future);

        assertEquals(dropped, drops());
    }

    @Test
    void childThatHasEndedIsNotDropped() throws Exception {
        assumeTrue(width() > 1 && !endsWithTheFirst());
        byHand.poll();
        children[0].complete();
        byHand.poll();

        drop(future);

        assertEquals(0, children[0].drops);
        assertTrue(Stream.of(children).skip(1).allMatch(child -> child.drops == 1));
    }

    @Test
    void childThatHasFailedIsNotDropped() throws Exception {
        byHand.poll();
        children[0].fail(new IOException("no tea"));
        try {
            byHand.poll();
        } catch (IOException ended) {
            // of a future that goes on with the others, there is none
        }

        drop(future);

        assertEquals(0, children[0].drops);
        assertTrue(Stream.of(children).skip(1).allMatch(child -> child.drops == 1));
    }

    @Test
    void childWhoseDropThrowsIsReportedAndKeepsNoSiblingAlive() throws Exception {
        var failure = new IllegalStateException("flush failed");
        children[0].onDrop = () -> {
            throw failure;
        };
        byHand.poll();

        drop(future);

        assertEquals(each(1), drops());
        assertEquals(List.of(failure), reported);
    }

    @Test
    void wakeOfAnyChildReachesTheTask() throws Exception {
        byHand.poll();

        for (Probe child : children) {
            int wakes = byHand.wakes();
            child.wake();
            assertEquals(wakes + 1, byHand.wakes(), child.name);
            byHand.poll();
        }
    }

    @Test
    void wakeWithinThePollIsNotLost() throws Exception {
        Probe last = children[children.length - 1];
        last.onPoll = last::wake;

        byHand.poll();

        assertEquals(1, byHand.wakes());
    }

    @Test
    void latestWakerIsWoken() throws Exception {
        var woken = new ArrayList<String>();
        future.poll(Context.of(() -> woken.add("first")));
        future.poll(Context.of(() -> woken.add("second")));

        for (Probe child : children) {
            child.wake();
            future.poll(Context.of(() -> woken.add("second")));
        }

        assertEquals(children.length, woken.size());
        assertFalse(woken.contains("first"));
    }

    @Test
    void lateWakeOfADroppedChildLeavesTheTaskAlone() throws Exception {
        assumeTrue(width() >= Combinator.WIDE);
        byHand.poll();
        Stream.of(children).forEach(child -> child.onDrop = child::wake);

        drop(future);
        Stream.of(children).forEach(Probe::wake);

        assertEquals(0, byHand.wakes());
    }

    @Test
    void budgetIsSharedByTheChildren() throws Exception {
        assumeTrue(keepsTheBudget());
        Stream.of(children).forEach(child -> child.work = 2);
        completeAll();
        Waker task = () -> {};
        var cx = new LimitedContext(task, 1);

        assertTrue(future.poll(cx).isPending());

        assertEquals(
                2 * children.length - 1,
                Stream.of(children).mapToInt(child -> child.work).sum());
        assertEquals(0, cx.left());
        assertFalse(cx.deferred.isEmpty());
    }

    @Test
    void taskThatRanOutOfBudgetIsPolledToItsEnd() throws Exception {
        Stream.of(children).forEach(child -> child.work = 2);
        completeAll();
        Waker task = () -> {};

        for (int polls = 0; polls < 2 * children.length + 1; polls++) {
            var cx = new LimitedContext(task, 1);
            if (future.poll(cx).isReady()) {
                return;
            }
            // As the executor would: it wakes those it was asked to wake.
            cx.deferred.forEach(Waker::wake);
        }

        throw new AssertionError("still pending after as many polls as there is work");
    }
}
