package dev.kyoto.futures;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One future for several who await it: each awaits a {@link #copy()} of its own, on whichever task and thread, and all see
 * the same value. Made by {@link Futures#shared}.
 *
 * <pre>{@code
 * var token = shared(login());
 * spawn(download(first, token.copy()));
 * spawn(download(second, token.copy()));
 * use(token.await());
 * }</pre>
 *
 * <p>The future inside begins when the first copy is polled, and is polled by whoever of them was woken first. It ends once: the
 * value, or the failure, is kept for all copies, those made later too. A failure is the same object for all and is not added
 * to, so who wants to say more of it wraps it.
 *
 * <p><b>Cancel safety.</b> A dropped copy loses nothing for the others. When the last copy is dropped before the end, the future
 * inside is dropped, and no copy can be made any more. A copy that is never used keeps the future inside alive: drop it.
 *
 * <p>Each copy serves one task, like any future; {@link #copy()} may be called from anywhere.
 */
public final class Shared<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Source<T> source;

    /** Whom to wake; under the source's lock. */
    private @Nullable Waker waker;

    Shared(Future<T> future) {
        this(new Source<>(future));
    }

    private Shared(Source<T> source) {
        this.source = source;
    }

    /**
     * Another one who awaits the same future.
     *
     * @throws IllegalStateException if every copy was dropped before the end
     */
    public Shared<T> copy() {
        source.addCopy();
        return new Shared<>(source);
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (source.ended) {
            return outcome(cx);
        }
        Future<T> turn = source.await(this, cx.waker());
        if (turn != null) {
            source.poll(this, turn, cx);
        }
        return source.ended ? outcome(cx) : Poll.pending();
    }

    /** The value, or the failure thrown. */
    @SuppressWarnings("NullAway") // a T, which may be null
    private Poll<T> outcome(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (source.failure != null) {
            throw Combinator.rethrow(source.failure);
        }
        return readyWith(source.value);
    }

    @Override
    protected void dropped() {
        source.leave(this);
    }

    @Override
    protected String describe() {
        return "shared(…)";
    }

    /**
     * What the copies share. It is the waker of the future inside, which is polled by one copy at a time:
     *
     * <pre>
     *   woken     nobody has polled since the last wake; the next copy that is polled does
     *   polling   one copy polls; the lock is not held meanwhile
     *   ended     there is a value or a failure; for ever
     * </pre>
     *
     * A wake wakes every copy that waits, for the one that is polled first may be dropped; those that come too late find
     * nothing to do. A poll of the future inside happens after the one before it by way of the lock, which both take.
     */
    private static final class Source<T extends @Nullable Object> implements Waker {
        /** Copies that wait, in order of arrival. This and what follows is guarded by the lock. */
        private final Set<Shared<T>> waiting = new LinkedHashSet<>();

        /** Null when it has ended or was dropped. */
        private @Nullable Future<T> future;

        private int copies = 1;
        private boolean woken = true;
        private boolean polling;

        /** Written before {@link #ended}. */
        private @Nullable T value;

        private @Nullable Throwable failure;

        volatile boolean ended;

        Source(Future<T> future) {
            this.future = future;
        }

        synchronized void addCopy() {
            if (future == null && !ended) {
                throw new IllegalStateException(
                        "This shared future was dropped with its last copy. Make a copy() before the"
                                + " others are dropped, or share(…) a new future.");
            }
            copies++;
        }

        /** Makes {@code copy} one that waits. Returns the future if it is to poll it. */
        synchronized @Nullable Future<T> await(Shared<T> copy, Waker waker) {
            copy.waker = waker;
            waiting.add(copy);
            if (!woken || polling || ended) {
                return null;
            }
            woken = false;
            polling = true;
            return future;
        }

        void poll(Shared<T> copy, Future<T> future, Context cx) {
            boolean end = true;
            try {
                Poll<T> poll = future.poll(cx.withWaker(this));
                end = poll.isReady();
                if (end) {
                    value = poll.value();
                }
            } catch (Throwable failure) {
                this.failure = failure;
            }
            Waker[] others;
            synchronized (this) {
                polling = false;
                if (!end && !woken) {
                    return;
                }
                if (end) {
                    this.future = null;
                    waiting.remove(copy);
                    ended = true;
                }
                others = wakers();
                if (end) {
                    waiting.clear();
                }
            }
            wakeAll(others);
        }

        /** The last copy to leave before the end drops the future. */
        void leave(Shared<T> copy) {
            Future<T> dropped = null;
            synchronized (this) {
                waiting.remove(copy);
                copies--;
                if (copies == 0) {
                    dropped = future;
                    future = null;
                }
            }
            if (dropped != null) {
                Drop.cancel(dropped);
            }
        }

        @Override
        public void wake() {
            Waker[] wakers;
            synchronized (this) {
                if (woken) {
                    return;
                }
                woken = true;
                if (polling || ended) {
                    return; // whoever polls looks again at the end of it
                }
                wakers = wakers();
            }
            wakeAll(wakers);
        }

        /** Under the lock. */
        @SuppressWarnings("NullAway") // who waits has a waker
        private Waker[] wakers() {
            return waiting.stream().map(copy -> copy.waker).toArray(Waker[]::new);
        }

        private static void wakeAll(Waker[] wakers) {
            for (Waker waker : wakers) {
                waker.wake();
            }
        }
    }
}
