package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Waker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who gave up its turn on one worker, until the others there had theirs. Filled by the worker; emptied by it or, when a poll
 * keeps it, by anybody who looks after it.
 *
 * <p>A task is here when its own poll gave way. It is SCHEDULED, and this is the queue that it stands in: it goes from here to
 * a run queue, and needs no wake. Any other waker, such as that of a child among many, is woken.
 *
 * <p>A ring with one producer, emptied all at once. {@code tail} is the producer's. A consumer reads the wakers from
 * {@code head} to {@code tail} and then moves {@code head} there by a compare-and-set: if that succeeds they were still its
 * own, since the producer does not write over them before. So a deferral costs a plain and a release store, and the one
 * atomic operation is paid by those who empty it, once for all.
 */
final class DeferredWakers {
    /**
     * They are woken every 61 turns at least, of four polls at most; what goes beyond that are several wakers of one task.
     * A power of two.
     */
    static final int CAPACITY = 256;

    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(DeferredWakers.class, "head", int.class);
            TAIL = MethodHandles.lookup().findVarHandle(DeferredWakers.class, "tail", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Of objects, since to store into an array of an interface is to look for it among all that the class implements. */
    private final @Nullable Object[] wakers = new Object[CAPACITY];

    /** Both count on, wrapping. */
    private volatile int head;

    private volatile int tail;

    /** The producer's: everything before it has been cleared. */
    private int cleared;

    /** The worker. False: there is no room, and the waker is woken at once, which costs it no more than its place. */
    boolean offer(Waker waker) {
        int end = lpTail();
        if (end - head == CAPACITY) {
            return false;
        }
        wakers[end & CAPACITY - 1] = waker;
        TAIL.setRelease(this, end + 1);
        return true;
    }

    /** The worker: whether there is none. */
    boolean isEmpty() {
        return head == lpTail();
    }

    /** The worker: resumes all that are here now. */
    void drain(Consumer<Waker> resume) {
        int end = lpTail();
        int begin = head;
        while (begin != end) {
            if (HEAD.compareAndSet(this, begin, end)) {
                for (int i = begin; i != end; i++) {
                    resume.accept(at(i)); // nobody is deferred meanwhile: that happens in polls
                }
                break;
            }
            begin = head;
        }
        for (; cleared != end; cleared++) {
            wakers[cleared & CAPACITY - 1] = null;
        }
    }

    /** Anybody: resumes all that are here now, unless somebody else does. */
    void steal(Consumer<Waker> resume) {
        int begin = head;
        int end = tail;
        if (begin == end) {
            return;
        }
        Waker[] taken = new Waker[end - begin];
        for (int i = begin; i != end; i++) {
            taken[i - begin] = at(i);
        }
        if (HEAD.compareAndSet(this, begin, end)) {
            for (Waker waker : taken) {
                resume.accept(waker);
            }
        }
    }

    @SuppressWarnings("NullAway") // between head and tail there are wakers; a stale one is not used
    private Waker at(int index) {
        return (Waker) wakers[index & CAPACITY - 1];
    }

    private int lpTail() {
        return (int) TAIL.get(this);
    }
}
