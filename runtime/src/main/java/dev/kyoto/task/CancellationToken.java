package dev.kyoto.task;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Waker;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * "Please stop", said once, to all who have been given the token. Dropping ends a future where it stands; a token lets it end
 * where it likes: after the current request, with a word of goodbye.
 *
 * <pre>{@code
 * var stop = new CancellationToken();
 * spawn(accept(stop.child()));                                // stops with its parent, or alone
 *
 * while (!stop.isCancelled()) { … }                           // ask
 * select(on(stop.cancelled(), …), on(receiver.recv(), …))     // wait
 * stop.runUntilCancelled(work()).await();                     // or be dropped
 * }</pre>
 *
 * <p>Tokens form a tree: cancelling one cancels all below it, and none above. It cannot be undone. What happened before
 * {@link #cancel} is visible to whom it reaches.
 *
 * <p><b>Nothing is leaked.</b> A parent does not keep its children alive: one that nobody holds any more is forgotten, and a
 * cancelled one leaves its parent at once. A child does keep its parent.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; no runtime is needed.
 */
public final class CancellationToken {
    /** Links to children that were collected, of all tokens: the next {@link #child()} takes them out. */
    private static final ReferenceQueue<CancellationToken> COLLECTED = new ReferenceQueue<>();

    /** The place that this has in its parent; null for a root. */
    private final @Nullable Link link;

    private final Object lock = new Object();

    /** Written under the lock. */
    private volatile boolean cancelled;

    // Both guarded by the lock; empty for ever once cancelled.
    private @Nullable Link firstChild;
    private @Nullable Cancelling firstWaiter;

    /** A token of its own, which has no parent. */
    public CancellationToken() {
        this.link = null;
    }

    private CancellationToken(CancellationToken parent) {
        this.link = new Link(parent, this);
    }

    /** What a parent knows of its child. The neighbours are guarded by the parent's lock. */
    private static final class Link extends WeakReference<CancellationToken> {
        final CancellationToken parent;

        @Nullable Link previous;

        @Nullable Link next;

        boolean linked;

        Link(CancellationToken parent, CancellationToken child) {
            super(child, COLLECTED);
            this.parent = parent;
        }
    }

    /** A token that is cancelled when this one is, and that can be cancelled alone. */
    public CancellationToken child() {
        forgetCollected();
        CancellationToken child = new CancellationToken(this);
        synchronized (lock) {
            if (cancelled) {
                child.cancelled = true;
            } else {
                link(Objects.requireNonNull(child.link));
            }
        }
        return child;
    }

    /** Cancels this token and all below it. Again: no effect. Who waits is woken before this returns. */
    public void cancel() {
        if (cancelled) {
            return;
        }
        if (link != null) {
            link.parent.forget(link);
        }
        // All are marked before anybody is woken: who hears of the parent finds the children cancelled as well.
        List<Waker> wakers = new ArrayList<>();
        Deque<CancellationToken> left = new ArrayDeque<>(); // and no recursion: trees may be deep
        for (CancellationToken token = this; token != null; token = left.poll()) {
            token.mark(left, wakers);
        }
        wakers.forEach(Waker::wake);
    }

    private void mark(Deque<CancellationToken> children, List<Waker> wakers) {
        synchronized (lock) {
            cancelled = true;
            for (Link at = firstChild; at != null; at = at.next) {
                at.linked = false;
                CancellationToken child = at.get();
                if (child != null) {
                    children.add(child);
                }
            }
            firstChild = null;
            for (Cancelling at = firstWaiter; at != null; at = at.next) {
                at.linked = false;
                wakers.add(at.waker);
            }
            firstWaiter = null;
        }
    }

    /** Whether {@link #cancel} was called on this token, or on one above it. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Waits until this token is cancelled; ready at once if it is.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<@Nullable Void> cancelled() {
        return new Cancelling(this);
    }

    /**
     * {@code future}, unless this token is cancelled before it is done: then it is dropped, and
     * {@link java.util.concurrent.CancellationException} thrown. If it is ready by then, its value wins. If the token is
     * cancelled from the start, the future is not begun.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public <T extends @Nullable Object> Future<T> runUntilCancelled(Future<T> future) {
        return new UntilCancelled<>(this, Objects.requireNonNull(future, "future"));
    }

    /** For try-with-resources: cancels this token at the end, however it comes, unless it is disarmed before. */
    public Guard dropGuard() {
        return new Guard(this);
    }

    /** Cancels a token when it is closed. Made by {@link CancellationToken#dropGuard()}. Thread-safe. */
    public static final class Guard implements AutoCloseable {
        private volatile @Nullable CancellationToken token;

        private Guard(CancellationToken token) {
            this.token = token;
        }

        /** From now on {@link #close} does nothing. */
        public void disarm() {
            token = null;
        }

        /** Cancels the token, unless this was disarmed. Again: no effect. */
        @Override
        public void close() {
            CancellationToken guarded = token;
            if (guarded != null) {
                guarded.cancel();
            }
        }
    }

    // ---- children

    private static void forgetCollected() {
        for (Object collected = COLLECTED.poll(); collected != null; collected = COLLECTED.poll()) {
            Link stale = (Link) collected;
            stale.parent.forget(stale);
        }
    }

    /** The lock is held. */
    private void link(Link child) {
        child.linked = true;
        child.next = firstChild;
        if (firstChild != null) {
            firstChild.previous = child;
        }
        firstChild = child;
    }

    private void forget(Link child) {
        synchronized (lock) {
            if (!child.linked) {
                return;
            }
            child.linked = false;
            Link previous = child.previous;
            Link next = child.next;
            if (previous == null) {
                firstChild = next;
            } else {
                previous.next = next;
            }
            if (next != null) {
                next.previous = previous;
            }
        }
    }

    /** For tests: how many children this token knows. */
    int childCount() {
        synchronized (lock) {
            int count = 0;
            for (Link at = firstChild; at != null; at = at.next) {
                count++;
            }
            return count;
        }
    }

    // ---- waiters

    /** Whether {@code waiter} has to wait; it will be woken then. */
    boolean enlist(Cancelling waiter, Waker waker) {
        synchronized (lock) {
            if (cancelled) {
                return false;
            }
            waiter.waker = waker;
            if (!waiter.linked) {
                waiter.linked = true;
                waiter.previous = null;
                waiter.next = firstWaiter;
                if (firstWaiter != null) {
                    firstWaiter.previous = waiter;
                }
                firstWaiter = waiter;
            }
            return true;
        }
    }

    void delist(Cancelling waiter) {
        synchronized (lock) {
            if (!waiter.linked) {
                return;
            }
            waiter.linked = false;
            Cancelling previous = waiter.previous;
            Cancelling next = waiter.next;
            if (previous == null) {
                firstWaiter = next;
            } else {
                previous.next = next;
            }
            if (next != null) {
                next.previous = previous;
            }
            waiter.waker = Waker.noop();
        }
    }

    @Override
    public String toString() {
        return cancelled ? "CancellationToken[cancelled]" : "CancellationToken[]";
    }
}
