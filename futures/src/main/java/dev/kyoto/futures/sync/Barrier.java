package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A place where so many tasks wait for each other, round after round.
 *
 * <pre>{@code
 * var barrier = new Barrier(4);
 * for (int i = 0; i < 4; i++) {
 *     spawn(() -> {
 *         while (…) {
 *             computeMyShare();
 *             if (barrier.arrive().await()) exchangeResults();     // one of the four does it
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>Thread-safe. What happened before any of them arrived is visible to all of that round.
 */
public final class Barrier {
    private final int parties;

    /** Those of this round. It is also the lock. */
    private final WaiterList waiters = new WaiterList();

    /** How many of this round have arrived; under the lock. */
    private int arrived;

    /** How many rounds were completed; under the lock. */
    private long round;

    /**
     * A barrier that opens whenever {@code parties} have arrived.
     *
     * @throws IllegalArgumentException if {@code parties} is less than 1
     */
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("At least 1 has to meet at a barrier, not " + parties + ".");
        }
        this.parties = parties;
    }

    /**
     * Arrives, at the first poll, and waits for the others. Yields true to one of the round, the leader, who is the one
     * that came last, and false to the others.
     *
     * <p><b>Cancel safety.</b> Who is dropped while others are missing has not arrived: one more is needed. A future that is
     * dropped after the last one came, but before it was polled again, has taken part: the round is complete, and made
     * again, it waits for the next.
     */
    @CancelUnsafe("a round that was complete by then")
    public Future<Boolean> arrive() {
        return new Arriving(this);
    }

    /** How many meet here. */
    public int parties() {
        return parties;
    }

    @Override
    public String toString() {
        synchronized (waiters) {
            return "Barrier[" + arrived + " of " + parties + " arrived]";
        }
    }

    private static final class Arriving extends AbstractFuture<Boolean> {
        private final Barrier barrier;
        private @Nullable Waiter waiter;
        private long round;

        Arriving(Barrier barrier) {
            this.barrier = barrier;
        }

        @Override
        protected Poll<Boolean> step(Context cx) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            if (waiter == null) {
                if (isLast(cx)) {
                    return Poll.ready(true);
                }
            } else {
                waiter.renewWaker(cx.waker(), barrier.waiters);
                if (!waiter.isWaiting()) {
                    waiter = null;
                    return Poll.ready(false);
                }
            }
            cx.refund();
            return Poll.pending();
        }

        /** Arrives. If others are missing, waits for them; else opens the barrier. */
        private boolean isLast(Context cx) {
            WaiterList complete;
            synchronized (barrier.waiters) {
                if (barrier.arrived + 1 < barrier.parties) {
                    barrier.arrived++;
                    round = barrier.round;
                    waiter = new Waiter(cx.waker());
                    barrier.waiters.addLast(waiter);
                    return false;
                }
                barrier.arrived = 0;
                barrier.round++;
                complete = barrier.waiters.takeAll();
            }
            complete.settleAll(Waiter.Outcome.BROADCAST, barrier.waiters);
            return true;
        }

        @Override
        protected void dropped() {
            Waiter leaving = waiter;
            if (leaving == null) {
                return;
            }
            waiter = null;
            synchronized (barrier.waiters) {
                if (leaving.isWaiting()) {
                    WaiterList.remove(leaving);
                    leaving.settle(Waiter.Outcome.CLOSED);
                    if (round == barrier.round) { // else it was about to be told that the round is complete
                        barrier.arrived--;
                    }
                }
            }
        }

        @Override
        protected Resource resource() {
            return Resource.of("Barrier", barrier, barrier.arrived + " of " + barrier.parties + " arrived");
        }

        @Override
        protected String describe() {
            return "Barrier.arrive()";
        }
    }
}
