package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.join;
import static dev.kyoto.futures.Futures.joinAll;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.onIf;
import static dev.kyoto.futures.Futures.pending;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.pollFn;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Mutex;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a suspended future says of itself. Of {@link HandBlock}s, line 10 is where they begin and line 12 their await. */
class AwaitTreeTest {
    private static final String AWAITING = "at com.example.Shop.lambda$serve$0(Shop.java:12)";

    private static <T> Future<T> polled(Future<T> future) throws Exception {
        assertTrue(PolledByHand.of(future).poll().isPending());
        return future;
    }

    private static <T> Future<T> block(Future<T> awaited) {
        return CompiledBlock.start(HandBlock.block(nothing -> awaited));
    }

    private static void assertTree(String expected, Future<?> future) {
        assertEquals(expected, AwaitTree.of(future).toString().replaceAll("#\\d+", "#n"));
    }

    @Test
    void chainOfBlocksReadsLikeAStackTraceTurnedOver() throws Exception {
        assertTree(AWAITING + "\n" + AWAITING + "\nin pending()", polled(block(block(pending()))));
    }

    @Test
    void whatHasNotBegunSaysSo() {
        assertTree("at com.example.Shop.lambda$serve$0(Shop.java:10) (not begun)", block(pending()));
        assertTree("in pending() (not begun)", pending());
    }

    @Test
    void whatHasEndedSaysSo() throws Exception {
        Future<String> block = block(pending());
        block.cancel();
        assertTree("at com.example.Shop.lambda$serve$0(Shop.java:10) (done)", block);

        Future<String> value = ready("value");
        PolledByHand.of(value).poll();
        assertEquals(AwaitTree.State.DONE, AwaitTree.of(value).state());
    }

    @Test
    void blockThatIsBeingPolledIsRunning() throws Exception {
        AwaitTree[] seen = new AwaitTree[1];
        Future<?>[] self = new Future<?>[1];
        self[0] = block(pollFn(cx -> {
            seen[0] = AwaitTree.of(self[0]);
            return Poll.pending();
        }));

        polled(self[0]);

        assertEquals("at com.example.Shop.lambda$serve$0(Shop.java:10) (running)", seen[0].toString());
    }

    @Test
    void joinShowsABranchForEachThatHasNotEnded() throws Exception {
        assertTree(
                "in join\n  + " + AWAITING + "\n    in pending()\n  + in pending()",
                polled(join(block(pending()), ready(1), pending())));
    }

    @Test
    void selectShowsItsBranchesAndThenItsHandler() throws Exception {
        boolean[] isReady = {false};
        Future<String> first = pollFn(cx -> isReady[0] ? Poll.ready("value") : Poll.pending());
        Select<String> select = select(
                on(first, HandBlock.handler(value -> pending())),
                on(block(Futures.<String>pending())),
                onIf(false, Futures.<String>pending()));
        var polled = PolledByHand.of(select);
        polled.poll();
        assertTree("in select\n  + in pollFn(…)\n  + " + AWAITING + "\n    in pending()", select);

        isReady[0] = true;
        polled.poll();

        assertTree("in select\n" + AWAITING + "\nin pending()", select);
    }

    @Test
    void branchesWithinBranchesAreIndented() throws Exception {
        assertTree(
                "in join\n  + in join\n      + in pending()\n      + in pending()\n  + in pending()",
                polled(join(join(pending(), pending()), pending())));
    }

    @Test
    void combinatorsArePassedThrough() throws Exception {
        assertTree("in map(…)\nin pending()", polled(pending().map(value -> value)));
        assertTree("in andThen(…)\nin pending()", polled(ready(1).andThen(value -> pending())));
        assertTree("in orElse(…)\nin pending()", polled(pending().orElse(failure -> pending())));
        assertTree("in fuse()\nin pending()", polled(pending().fuse()));
        assertTree("in pin(…)\nin pending()", polled(pin(pending())));
    }

    @Test
    void pinnedFutureThatHasEndedKeepsNothing() throws Exception {
        Pinned<Integer> pinned = pin(ready(1));
        PolledByHand.of(pinned).poll();

        assertTree("in pin(…) (done)", pinned);
    }

    @Test
    void lockedBlockShowsTheLockAndThenTheBlock() throws Exception {
        Mutex mutex = new Mutex();
        var guard = mutex.tryLock();
        Future<String> locked = mutex.withLock(HandBlock.block(nothing -> pending()));
        polled(locked);
        assertTree("in Mutex.withLock(…)\nin Mutex.lock() → Mutex#n: holder not known", locked);

        guard.close();
        PolledByHand.of(locked).poll();

        assertTree("in Mutex.withLock(…), holds Mutex#n\n" + AWAITING + "\nin pending()", locked);
    }

    @Test
    void readerOfAStreamShowsWhatTheStreamWaitsFor() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var words = channel.receiver().stream().filter(word -> !word.isEmpty()).map(String::length);

        assertTree("in next()\nin Mpsc.Receiver.recv() → Mpsc#n: 1 sender", polled(words.next()));
    }

    @Test
    void futureOfAnotherMakerIsCalledByItsText() {
        assertTree("a parcel", new Future<String>() {
            @Override
            public Poll<String> poll(Context cx) {
                return Poll.pending();
            }

            @Override
            public String toString() {
                return "a parcel";
            }
        });
    }

    @Test
    void futureThatFailsToTellIsCalledByItsClass() {
        Future<String> broken = new AbstractFuture<>() {
            @Override
            protected Poll<String> step(Context cx) {
                return Poll.pending();
            }

            @Override
            protected List<? extends Future<?>> awaited() {
                throw new NullPointerException("a race");
            }
        };

        assertTree(broken.getClass().getName(), broken);
    }

    @Test
    void depthAndWidthHaveAnEnd() throws Exception {
        Future<Object> deep = pending();
        for (int i = 0; i < AwaitTree.MAX_DEPTH + 100; i++) {
            deep = block(deep);
        }
        String[] lines = AwaitTree.of(polled(deep)).toString().split("\n");
        assertEquals(AwaitTree.MAX_DEPTH + 1, lines.length);
        assertEquals("…", lines[AwaitTree.MAX_DEPTH]);

        AwaitTree wide = AwaitTree.of(joinAll(Collections.nCopies(AwaitTree.MAX_BRANCHES + 7, pending())));
        assertEquals("… and 7 more", wide.awaited().get(AwaitTree.MAX_BRANCHES).what());
    }

    @Test
    void treeKeepsNoFutureAlive() throws Exception {
        Future<Object> future = polled(block(pending()));
        AwaitTree tree = AwaitTree.of(future);
        WeakReference<Object> reference = new WeakReference<>(future);
        future = null;

        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
        }

        assertNull(reference.get());
        assertEquals(AWAITING + "\nin pending()", tree.toString());
    }

    /** The reader sees whatever there was at some time: a guess, but a tree, and the future goes its way. */
    @Test
    void treeIsReadWhileAnotherThreadPolls() throws Exception {
        int[] left = {5_000};
        Future<Integer> busy = block(pollFn(cx -> {
            Future<?> round = select(on(block(pending())), on(join(pending(), pending())));
            round.poll(cx);
            round.cancel();
            return left[0]-- > 0 ? Poll.pending() : Poll.ready(1);
        }));
        Future<?> outer = join(busy, pending());
        Thread polling = new Thread(() -> {
            var polled = PolledByHand.of(outer);
            while (left[0] >= 0) {
                try {
                    polled.poll();
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            }
        });
        polling.start();
        do {
            assertEquals("join", AwaitTree.of(outer).what());
        } while (polling.isAlive());
        polling.join();

        assertTree("in join\nin pending()", outer);
    }
}
