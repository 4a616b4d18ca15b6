package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which workers sleep, and how many look for work. One word, so that who adds work learns both at once:
 * {@code unparked << 16 | searching}; and the list of the sleepers, under a lock.
 *
 * <p>The rules that no work is left lying while a worker sleeps, and that no crowd is woken for one task:
 *
 * <ol>
 *   <li>Who adds work wakes a sleeper only if nobody searches; the woken worker counts as searching at once. So at most one
 *       wake is on its way, and wakes chain: a searcher that finds work wakes the next one ({@link #stopSearching}).
 *   <li>A worker wakes nobody for the one task that it will run next itself ({@link LifoSlot}, {@link
 *       Worker#scheduleBehindOthers}); if that does not come about, the {@link Monitor} does.
 *   <li>At most half of the workers search (a little more under a race, which is harmless).
 *   <li>Whoever goes to sleep looks at all queues once more, after it is in the list.
 *   <li>Adding work and then reading the word, parking and then reading the queues: in both, the write comes before the read
 *       in sequentially consistent order. So at least one of the two sees the other, and the work is found.
 * </ol>
 */
final class Idle {
    private static final int ONE_UNPARKED = 1 << 16;
    private static final int SEARCHING_MASK = ONE_UNPARKED - 1;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Idle.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int workers;
    private final Deque<Worker> sleepers = new ArrayDeque<>();
    private volatile int word;

    Idle(int workers) {
        this.workers = workers;
        this.word = workers * ONE_UNPARKED;
    }

    /** After work was added: the sleeper to unpark, who counts as searching from now on; or null if none is needed. */
    @Nullable Worker sleeperToWake() {
        VarHandle.fullFence(); // rule 5: the work was added with less than volatile order
        if (!needsSearcher(word)) {
            return null;
        }
        synchronized (sleepers) {
            if (!needsSearcher(word)) {
                return null;
            }
            Worker woken = sleepers.pollLast(); // slept shortest: its caches are the warmest
            if (woken != null) {
                woken.setAsleep(false);
                WORD.getAndAdd(this, ONE_UNPARKED + 1);
            }
            return woken;
        }
    }

    private boolean needsSearcher(int now) {
        return (now & SEARCHING_MASK) == 0 && now >>> 16 < workers;
    }

    /** A worker without work asks to search. */
    boolean tryStartSearching() {
        if (2 * (word & SEARCHING_MASK) >= workers) {
            return false;
        }
        WORD.getAndAdd(this, 1);
        return true;
    }

    /** A searcher found work. True: it was the last one, and wakes another, since there may be more. */
    boolean stopSearching() {
        return ((int) WORD.getAndAdd(this, -1) & SEARCHING_MASK) == 1;
    }

    /** A worker goes to sleep, and looks at all queues once more after this. */
    void park(Worker worker, boolean searching) {
        synchronized (sleepers) {
            sleepers.addLast(worker);
            WORD.getAndAdd(this, searching ? -ONE_UNPARKED - 1 : -ONE_UNPARKED);
            worker.setAsleep(true); // last, so that whoever sees it asleep can wake it
        }
    }

    /** A sleeper was woken by its driver or a timer. False: somebody else woke it as well, and it counts as searching. */
    boolean unpark(Worker worker) {
        synchronized (sleepers) {
            if (!worker.isAsleep()) {
                return false;
            }
            sleepers.remove(worker);
            worker.setAsleep(false);
            WORD.getAndAdd(this, ONE_UNPARKED);
            return true;
        }
    }
}
