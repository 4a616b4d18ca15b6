package dev.kyoto.outcome;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.outcome.Situation.Ending;
import dev.kyoto.outcome.Situation.Moment;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The future of the task under test: pending at the first poll, and then as its {@link Ending} says; it counts its ends. */
final class Subject implements Future<Object> {
    final CountDownLatch firstPoll = new CountDownLatch(1);
    final CountDownLatch lastPoll = new CountDownLatch(1);

    private final Ending ending;
    private final Consumer<Moment> duringPoll;

    // Plain, all of them: a task has to order its polls and its drop, and its end is seen by whoever saw that it has
    // ended.
    int polls;
    int drops;
    int cleanups;
    Waker waker = Waker.noop();
    WeakReference<Object> value = new WeakReference<>(null);

    Subject(Ending ending, Consumer<Moment> duringPoll) {
        this.ending = ending;
        this.duringPoll = duringPoll;
    }

    @Override
    public Poll<Object> poll(Context cx) throws Exception {
        if (++polls == 1) {
            waker = cx.waker();
            duringPoll.accept(Moment.DURING_THE_FIRST_POLL);
            firstPoll.countDown();
            return Poll.pending();
        }
        duringPoll.accept(Moment.DURING_THE_LAST_POLL);
        lastPoll.countDown();
        if (!ending.comesByItself()) {
            return Poll.pending();
        }
        try {
            return Poll.ready(end());
        } finally {
            cleanups++;
        }
    }

    private Object end() throws Exception {
        switch (ending) {
            case THROWS_AN_EXCEPTION -> throw new IOException("gone");
            case THROWS_AN_ERROR -> throw new LinkageError("broken");
            case OVERFLOWS_THE_STACK -> throw new AssertionError("came back from the depth of " + fall(0));
            default -> {
                Object made = new Object();
                value = new WeakReference<>(made);
                return made;
            }
        }
    }

    private static int fall(int depth) {
        return depth < 0 ? depth : fall(depth + 1) + 1;
    }

    @Override
    public void cancel() {
        drops++;
        if (polls > 0) {
            cleanups++;
            if (ending == Ending.PENDS_FOR_EVER_AND_FAILS_IN_CLEANUP) {
                throw new IllegalStateException("cleanup");
            }
        }
    }
}
