package dev.kyoto.futures.stream;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Waker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher has sent and a stream has not read yet: a ring between the threads of the publisher, which signal one at a
 * time, and the task that reads.
 *
 * <p><b>Counters.</b> Elements are counted from the start. The publisher's side puts element {@code tail} into its slot and
 * advances {@link #tail}; the reader takes element {@link #head}, empties the slot, and later allows more by advancing
 * {@link #requested}. The publisher may put only what was requested, and no more is requested than was read and fits, so a slot
 * that is written was read before, and the ring cannot overflow: not even if the publisher breaks its rules.
 *
 * <p><b>Memory order.</b> A slot is written before the release of {@code tail}, and read after an acquire of it. It is emptied
 * before the release of {@code requested}, and written again after an acquire of that. The end is set after the last element;
 * so a reader that has seen the end, and then finds the ring empty, has read everything. The reader registers its waker and
 * then looks at both; whoever changes one of them wakes afterwards ({@link AtomicWaker}).
 *
 * <p><b>Publishers that break the rules</b> of Reactive Streams, in a way that would lose or disorder elements, end the stream with
 * an {@link IllegalStateException}, after what came before, and are cancelled. The first end counts; what follows it is ignored.
 */
final class Prefetch<T> implements Flow.Subscriber<T> {
    /** The largest power of two that is the length of an array. */
    static final int MOST = 1 << 30;

    private static final VarHandle TAIL;
    private static final VarHandle REQUESTED;
    private static final VarHandle END;
    private static final VarHandle SUBSCRIPTION;
    private static final VarHandle SIGNALLING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(Prefetch.class, "tail", long.class);
            REQUESTED = lookup.findVarHandle(Prefetch.class, "requested", long.class);
            END = lookup.findVarHandle(Prefetch.class, "end", End.class);
            SUBSCRIPTION = lookup.findVarHandle(Prefetch.class, "subscription", Flow.Subscription.class);
            SIGNALLING = lookup.findVarHandle(Prefetch.class, "signalling", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How it ended; without a failure, by completion. */
    private record End(@Nullable Throwable failure) {}

    /** Stands in for the subscription once the stream is closed. */
    private static final Flow.Subscription CLOSED = new NoSubscription();

    private final @Nullable Object[] slots;
    private final int mask;
    private final int prefetch;
    private final String publisher;
    private final AtomicWaker waker = new AtomicWaker();

    /** Of the reader. */
    private long head;

    /** Advanced by the publisher's side. */
    private volatile long tail;

    /** Set by {@link #onSubscribe}, then advanced by the reader. */
    private volatile long requested;

    /** Null, then set once. */
    private volatile @Nullable End end;

    /** Null, then what {@link #onSubscribe} was given, in the end {@link #CLOSED}. */
    private volatile Flow.@Nullable Subscription subscription;

    /** Whether a thread is in {@link #onNext}: nothing but a guard against publishers that signal on two at once. */
    @SuppressWarnings("unused") // through SIGNALLING
    private volatile boolean signalling;

    /**
     * @param prefetch from 1 to {@link #MOST}
     * @param publisher its name, for messages
     */
    Prefetch(int prefetch, String publisher) {
        int capacity = Integer.highestOneBit(prefetch);
        if (capacity < prefetch) {
            capacity <<= 1;
        }
        this.slots = new @Nullable Object[capacity];
        this.mask = capacity - 1;
        this.prefetch = prefetch;
        this.publisher = publisher;
    }

    // ---- the reader's side

    /** Sets whom to wake. Look at {@link #hasEnded} and then {@link #poll} after this returns. */
    void register(Waker reader) {
        waker.register(reader);
    }

    /** The next element, or null if there is none at the moment. */
    @SuppressWarnings("unchecked") // only onNext puts something there
    @Nullable T poll() {
        if (head == (long) TAIL.getAcquire(this)) {
            return null;
        }
        int slot = (int) head & mask;
        T element = (T) slots[slot];
        slots[slot] = null;
        head++;
        return element;
    }

    boolean hasEnded() {
        return end != null;
    }

    /** Throws the failure that this ended with, as it is, if it did. */
    void throwFailure() throws Exception {
        End ended = end;
        if (ended != null && ended.failure != null) {
            throw Prefetch.<RuntimeException>asUnchecked(ended.failure);
        }
    }

    /** Asks the publisher for as many elements as have been read since the last time. */
    void request(int count) {
        REQUESTED.setRelease(this, requested + count);
        Flow.Subscription asked = subscription;
        if (asked != null && end == null) {
            request(asked, count);
        }
    }

    private void request(Flow.Subscription asked, int count) {
        try {
            asked.request(count);
        } catch (Throwable failure) {
            refuse("request(n) of its subscription threw an exception (rule 3.16)", failure);
        }
    }

    /** Cancels the subscription, unless the publisher has ended it, and forgets what was not read. */
    void close() {
        waker.take();
        boolean ended = end != null;
        Flow.Subscription before = (Flow.Subscription) SUBSCRIPTION.getAndSet(this, CLOSED);
        if (before != null && !ended) {
            cancel(before);
        }
        while (poll() != null) {
            // a publisher may keep its subscriber for long
        }
    }

    private static void cancel(Flow.Subscription subscription) {
        try {
            subscription.cancel();
        } catch (Throwable failure) { // against rule 3.15
            Uncaught.report(failure);
        }
    }

    // ---- the publisher's side

    @Override
    public void onSubscribe(Flow.Subscription offered) {
        Objects.requireNonNull(offered, "subscription");
        if (!SUBSCRIPTION.compareAndSet(this, null, offered)) {
            cancel(offered); // the second one, or too late
            return;
        }
        REQUESTED.setRelease(this, (long) prefetch);
        request(offered, prefetch);
    }

    @Override
    public void onNext(T element) {
        Objects.requireNonNull(element, "element");
        if ((boolean) SIGNALLING.getAndSet(this, true)) {
            refuse("it sent two elements at once, on two threads (rule 1.3)", null);
            return;
        }
        boolean added = add(element);
        SIGNALLING.setRelease(this, false);
        if (added) {
            waker.wake();
        } else if (end == null && subscription != CLOSED) {
            refuse(
                    subscription == null
                            ? "it sent an element before onSubscribe (rule 1.9)"
                            : "it sent more elements than were requested (rule 1.1)",
                    null);
        }
    }

    private boolean add(T element) {
        long added = tail;
        if (end != null || subscription == CLOSED || added == (long) REQUESTED.getAcquire(this)) {
            return false;
        }
        slots[(int) added & mask] = element;
        TAIL.setRelease(this, added + 1);
        return true;
    }

    @Override
    public void onError(Throwable failure) {
        end(new End(Objects.requireNonNull(failure, "failure")));
    }

    @Override
    public void onComplete() {
        end(new End(null));
    }

    private void end(End ending) {
        if (END.compareAndSet(this, null, ending)) {
            waker.wake();
        }
    }

    private void refuse(String violation, @Nullable Throwable cause) {
        Flow.Subscription cancelled = subscription;
        end(new End(new IllegalStateException(
                "The publisher " + publisher + " breaks the rules of Reactive Streams: " + violation
                        + ". Its elements would be lost or disordered; it needs to be mended, or kept behind one that is"
                        + " sound, such as a SubmissionPublisher.",
                cause)));
        if (cancelled != null) {
            cancel(cancelled);
        }
    }

    @SuppressWarnings("unchecked") // erased: lets any throwable pass as it is
    private static <X extends Throwable> X asUnchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
