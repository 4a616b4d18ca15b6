package dev.kyoto.futures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Things that come and go and are polled as one, each only when it was woken: for writing combinators over a changing number
 * of futures, streams or whatever else is polled. Programs use what is made of it, such as {@link FuturesUnordered} and
 * {@link dev.kyoto.futures.stream.StreamMap}.
 *
 * <p>Members are polled in the order in which they were woken, and one that is {@linkplain #requeue queued again} comes behind
 * all others, so each gets its share. To add one, to find the next woken one and to remove one takes constant time, however
 * many there are.
 *
 * <p>The set belongs to one task at a time, like a future; a member's {@link Member#wake() wake} may come from anywhere.
 *
 * <h2>The queue of the woken</h2>
 *
 * <p>Each member is its own waker, with a flag that says whether it is queued. A wake that sets the flag pushes the member on
 * a lock-free stack and then wakes the task. The owner takes the whole stack by one exchange, which rules out the ABA problem,
 * and turns it over into a list of its own, which so is in the order of the wakes. It clears a member's flag and <em>then</em>
 * polls it.
 *
 * <p><b>No wake is lost.</b> The owner registers its waker and <em>then</em> looks at the stack. A member pushed before the
 * look is found by it; pushed after, it was pushed after the registration, and the wake that follows takes the registered
 * waker. A wake that finds the flag set needs nothing more: the member is still going to be polled, and the flag was read by
 * the exchange that would have set it, so that the poll, which comes after the owner cleared the flag, sees what was written
 * before that wake. The flag of a member that was removed stays set: it never queues again.
 *
 * <p>The idea of a queue of woken children is that of futures-rs, whose queue is Vyukov's; the stack is simpler, and the owner
 * touches shared memory once for a batch.
 *
 * @param <M> the type of the members
 */
public final class PollSet<M extends PollSet.Member> {
    private static final VarHandle STACK;
    private static final VarHandle QUEUED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STACK = lookup.findVarHandle(PollSet.class, "stack", Member.class);
            QUEUED = lookup.findVarHandle(Member.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicWaker task = new AtomicWaker();

    /** Members that were woken since the owner looked, the latest first. */
    private volatile @Nullable Member stack;

    // The rest is touched by the owner only.

    /** Members to be polled, in their order. Some may have been removed. */
    private @Nullable Member first;

    private @Nullable Member last;

    /** All members, in the order in which they were added. */
    private @Nullable Member oldest;

    private @Nullable Member newest;

    private int size;

    /** A set without members yet. */
    public PollSet() {}

    /** How many members there are. */
    public int size() {
        return size;
    }

    /**
     * Adds a member, to be polled after those that are woken already. If the owner waits, it is woken.
     *
     * @throws IllegalStateException if it is, or was, a member of a set
     */
    public void add(M member) {
        Member added = member;
        if (added.set != null) {
            throw new IllegalStateException(
                    "A member is added to one set, once. Make a new one for what is to be polled again.");
        }
        added.set = this;
        added.older = newest;
        if (newest == null) {
            oldest = added;
        } else {
            newest.newer = added;
        }
        newest = added;
        size++;
        append(added);
        task.wake();
    }

    /**
     * Polls the woken members until one has something for the owner. Each is polled once at most, on average, so that members
     * which wake themselves again and again do not keep the task; and none when the budget is used up.
     *
     * <p>What is returned stays a member, and is polled again when it is woken. The owner may {@link #remove} it or, if it may
     * have more without a wake, {@link #requeue} it.
     *
     * @return the member, or null; then the waker of {@code cx} will be woken when there is more to poll
     */
    public @Nullable M poll(Context cx) {
        task.register(cx.waker());
        Context each = cx.forChildren();
        for (int polls = size; polls > 0; ) {
            Member member = nextWoken();
            if (member == null) {
                return null;
            }
            if (member.removed) {
                continue; // was woken once more before
            }
            if (!cx.proceed()) {
                prepend(member);
                return null;
            }
            cx.refund();
            polls--;
            QUEUED.setVolatile(member, false);
            each.setWaker(member);
            if (member.step(each)) {
                return own(member);
            }
        }
        if (first != null || stack != null) {
            cx.defer();
        }
        return null;
    }

    @SuppressWarnings("unchecked") // every member came through add
    private M own(Member member) {
        return (M) member;
    }

    /** Makes a member as good as woken, behind the others. */
    public void requeue(M member) {
        if (QUEUED.compareAndSet(member, false, true)) {
            append(member);
        }
    }

    /** Takes a member out: it is polled no more, and a wake of it reaches nobody. Of another set's, or twice: no effect. */
    public void remove(M member) {
        Member removed = member;
        if (removed.set != this || removed.removed) {
            return;
        }
        removed.removed = true;
        QUEUED.setVolatile(removed, true);
        if (removed.newer == null) {
            newest = removed.older;
        } else {
            removed.newer.older = removed.older;
        }
        if (removed.older == null) {
            oldest = removed.newer;
        } else {
            removed.older.newer = removed.newer;
        }
        removed.older = null;
        removed.newer = null;
        size--;
        if (size == 0) {
            first = null; // whoever is left there was removed
            last = null;
        }
    }

    /** From now on a wake reaches nobody: the owner does not wait any more. */
    public void forgetTask() {
        task.clear();
    }

    /** Removes all members and lets each release what it holds, in the order in which they were added. */
    public void drop() {
        forgetTask(); // first, so that what a member does while it is dropped wakes nobody
        while (oldest != null) {
            Member dropped = oldest;
            remove(own(dropped));
            try {
                dropped.dropped();
            } catch (Throwable failure) {
                Drop.report(failure); // the others are to be dropped too
            }
        }
    }

    private @Nullable Member nextWoken() {
        if (first == null) {
            takeStack();
        }
        Member next = first;
        if (next != null) {
            first = next.next;
            next.next = null;
            if (first == null) {
                last = null;
            }
        }
        return next;
    }

    /** Moves the stack into the list, which is empty, turned over. */
    private void takeStack() {
        if (stack == null) {
            return;
        }
        Member taken = (Member) STACK.getAndSet(this, null);
        last = taken;
        while (taken != null) {
            Member under = taken.next;
            taken.next = first;
            first = taken;
            taken = under;
        }
    }

    private void append(Member member) {
        if (last == null) {
            takeStack(); // what was woken before goes first
        }
        if (last == null) {
            first = member;
        } else {
            last.next = member;
        }
        last = member;
    }

    private void prepend(Member member) {
        member.next = first;
        first = member;
        if (last == null) {
            last = member;
        }
    }

    private void push(Member member) {
        Member top;
        do {
            top = stack;
            member.next = top;
        } while (!STACK.compareAndSet(this, top, member));
        task.wake();
    }

    /** Something that is polled, and its place in the set: the waker that it is polled with. */
    public abstract static class Member implements Waker {
        /** Set once. A wake, which may come from another thread, comes after the first poll and so after that. */
        private @Nullable PollSet<?> set;

        private boolean removed;
        private @Nullable Member older;
        private @Nullable Member newer;

        /** On the stack, the one under it; in the list, the one behind it. Belongs to whoever set {@link #queued}. */
        private @Nullable Member next;

        /** At first it is as good as woken: it was not polled yet. */
        @SuppressWarnings("UnusedVariable") // read through QUEUED
        private volatile boolean queued = true;

        protected Member() {}

        /**
         * Polls what this member stands for, with {@code cx}, whose waker is this. Throws nothing: a failure is something for
         * the owner.
         *
         * @return whether there is something for the owner
         */
        protected abstract boolean step(Context cx);

        /** Releases what this member holds, because the set was {@linkplain PollSet#drop dropped} with it inside. */
        protected abstract void dropped();

        @Override
        public final void wake() {
            PollSet<?> set = this.set;
            // No look before the exchange: a plain load would not order what was written before this wake.
            if (set != null && QUEUED.compareAndSet(this, false, true)) {
                set.push(this);
            }
        }
    }
}
