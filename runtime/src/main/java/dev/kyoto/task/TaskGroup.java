package dev.kyoto.task;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.Waker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that somebody waits for together. What a {@link JoinSet} and a {@link Scope} have in common.
 *
 * <pre>
 *   add ──▶ RUNNING ──the task has ended──▶ ENDED ──pollEnded──▶ taken
 *              └──────── detachAll ───────────┴────────────────▶ (forgotten)
 * </pre>
 *
 * <p>A member is the waker that its task's handle was polled with, so the task itself moves it from the list of those that run
 * to the queue of those that have ended: who waits looks at no other, and a thousand idle tasks cost nothing.
 *
 * <p><b>No end is lost.</b> The ending task queues its member and then wakes {@link #joiner}; the joiner registers and then
 * looks into the queue, whose lock orders the two. The lock is held neither while a handle is polled nor while anybody is woken.
 */
final class TaskGroup {
    private final AtomicWaker joiner = new AtomicWaker();

    // All guarded by the lock of this object.
    private @Nullable Member<?> firstRunning;
    private final Deque<Member<?>> ended = new ArrayDeque<>();
    private int size;
    private boolean closed;

    /** The future that awaits this group. */
    private @Nullable GroupFuture<?> joining;

    /** A task of a group. */
    static class Member<T extends @Nullable Object> implements Waker {
        private final JoinHandle<T> handle;

        /** Whether this is spared by {@link #abortAll}. */
        private final boolean shielded;

        /** Where this is at the moment: it may be moved as long as it runs. Guarded by the lock of the group it names. */
        private volatile @Nullable TaskGroup group;

        private @Nullable Member<?> previous;
        private @Nullable Member<?> next;
        private boolean running;

        /** Taken before the member is added, or after it was taken out of the queue: by one thread at a time. */
        private @Nullable Outcome<T> outcome;

        Member(JoinHandle<T> handle, boolean shielded) {
            this.handle = handle;
            this.shielded = shielded;
        }

        final JoinHandle<T> task() {
            return handle;
        }

        final boolean isShielded() {
            return shielded;
        }

        /** Called without a lock, when the group has let the task go. */
        void detached() {}

        /** The task has ended. */
        @Override
        public final void wake() {
            TaskGroup home = group;
            while (home != null) {
                if (home.queue(this)) {
                    home.joiner.wake();
                    return;
                }
                TaskGroup moved = group;
                if (moved == home) {
                    return; // queued before, or detached
                }
                home = moved;
            }
        }

        /** How the task has ended; of a member from {@link TaskGroup#pollEnded} only. */
        final Outcome<T> outcome() {
            Outcome<T> taken = outcome;
            if (taken == null) {
                throw new IllegalStateException("The task has not ended.");
            }
            return taken;
        }

        final @Nullable Outcome<T> outcomeIfTaken() {
            return outcome;
        }

        /** True: the outcome is there. */
        private boolean takeOutcome(Context cx) {
            if (outcome == null) {
                outcome = Outcome.take(handle, cx);
            }
            return outcome != null;
        }
    }

    /**
     * Makes {@code member} one of this group. False: the group is closed, and the member's task none of its business.
     *
     * <p>The member registers with its task before it is one of the group, so nobody else takes the outcome meanwhile. A wake
     * that comes in between finds no group, and is made up for.
     */
    boolean add(Member<?> member) {
        boolean hasEnded = member.takeOutcome(Context.of(member));
        synchronized (this) {
            if (closed) {
                return false;
            }
            link(member);
        }
        if (hasEnded || member.handle.isFinished()) {
            member.wake();
        }
        return true;
    }

    /** The next member that has ended, with its outcome; null: none has at the moment, and the context's waker will be woken. */
    @Nullable Member<?> pollEnded(Context cx) {
        joiner.register(cx.waker());
        Member<?> member = nextEnded();
        if (member == null) {
            return null;
        }
        // A unit for each, also for one whose outcome was taken when it was added. Out of budget, the task is polled
        // again anyway.
        if (!cx.proceed() || !member.takeOutcome(Context.of(member))) {
            synchronized (this) {
                member.group = this;
                ended.addFirst(member);
                size++;
            }
            return null;
        }
        return member;
    }

    private synchronized @Nullable Member<?> nextEnded() {
        Member<?> member = ended.poll();
        if (member != null) {
            member.group = null;
            size--;
        }
        return member;
    }

    private synchronized boolean queue(Member<?> member) {
        if (member.group != this || !member.running) {
            return false;
        }
        unlink(member);
        member.group = this;
        size++;
        ended.add(member);
        return true;
    }

    /** Asks all tasks to end, on behalf of {@code by}, except for the shielded ones. */
    void abortAll(Dropper by) {
        List<Member<?>> running = new ArrayList<>();
        synchronized (this) {
            for (Member<?> at = firstRunning; at != null; at = at.next) {
                if (!at.shielded) {
                    running.add(at);
                }
            }
        }
        by.run(() -> running.forEach(member -> member.handle.abort()));
    }

    /** Lets all tasks run on, as if their handles had been dropped. */
    void detachAll() {
        takeAll().forEach(TaskGroup::detach);
    }

    private static void detach(Member<?> member) {
        Outcome<?> taken = member.outcome;
        if (taken == null) {
            member.handle.cancel();
        } else {
            taken.reportFailure();
        }
        member.detached();
    }

    /** Moves all members to {@code other}; detaches those that it does not take, because it is closed. */
    void moveTo(TaskGroup other) {
        for (Member<?> member : takeAll()) { // one lock at a time; a wake in between finds no group, and is made up for
            boolean taken;
            synchronized (other) {
                taken = !other.closed;
                if (taken) {
                    other.link(member);
                }
            }
            if (!taken) {
                detach(member);
            } else if (member.handle.isFinished()) {
                member.wake();
            }
        }
    }

    private synchronized List<Member<?>> takeAll() {
        List<Member<?>> all = new ArrayList<>(ended);
        ended.clear();
        while (firstRunning != null) {
            all.add(firstRunning);
            unlink(firstRunning);
        }
        all.forEach(member -> member.group = null);
        size = 0;
        return all;
    }

    /** The lock is held. */
    private void link(Member<?> member) {
        member.group = this;
        member.running = true;
        member.previous = null;
        member.next = firstRunning;
        if (firstRunning != null) {
            firstRunning.previous = member;
        }
        firstRunning = member;
        size++;
    }

    /** The lock is held. */
    private void unlink(Member<?> member) {
        Member<?> previous = member.previous;
        Member<?> next = member.next;
        if (previous == null) {
            firstRunning = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        member.previous = null;
        member.next = null;
        member.running = false;
        member.group = null;
        size--;
    }

    /** What whoever waits for the members waits for. Their number is read without the lock. */
    Resource resource(String kind) {
        int members = size;
        return Resource.of(kind, this, members == 1 ? "1 task" : members + " tasks");
    }

    /** Members that run, or that have ended and were not taken. */
    synchronized int size() {
        return size;
    }

    /** Refuses members from now on. */
    synchronized void close() {
        closed = true;
    }

    /** Refuses members from now on, if there are none. */
    synchronized boolean closeIfEmpty() {
        if (size > 0) {
            return false;
        }
        closed = true;
        return true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Makes {@code future} the one that awaits this group; false if another one does. */
    synchronized boolean beginJoin(GroupFuture<?> future) {
        if (joining != null && joining != future) {
            return false;
        }
        joining = future;
        return true;
    }

    /** {@code future} does not wait any more. */
    synchronized void endJoin(GroupFuture<?> future) {
        if (joining == future) {
            joining = null;
            forgetJoiner();
        }
    }

    /** Lets the joiner look again. */
    void wakeJoiner() {
        joiner.wake();
    }

    /** For a joiner that goes away: it is not woken any more. */
    void forgetJoiner() {
        joiner.take();
    }
}
