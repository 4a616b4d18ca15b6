package dev.kyoto.futures.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue: many threads put, one takes, nobody locks.
 *
 * <h2>The algorithm</h2>
 *
 * <p>Messages lie in linked segments of {@value #SEGMENT_SIZE} slots. To put, a sender claims a slot of the last segment
 * by one fetch-and-add on the segment's counter, and writes its message there; if the counter was past the end, it links
 * a new segment behind and tries there. The receiver walks the slots in order and stops at the first one that is empty.
 * This is the enqueue side of the FAAArrayQueue of Correia and Ramalhete (2016), and close to what Tokio's mpsc does.
 * With one receiver that never gives a slot up, their dequeue side shrinks to a plain index, and the garbage collector
 * replaces their hazard pointers. Two differences: the queue can be closed, and a drained segment is unlinked in a way
 * that cannot mislead a sender that still holds it.
 *
 * <p>Why this and not the usual linked queue of one node per message (Vyukov)? A fetch-and-add never fails under
 * contention, as an exchange on the tail never does, but a message costs 6 bytes of garbage instead of 24, and the receiver
 * follows a pointer every {@value #SEGMENT_SIZE} messages instead of at each one.
 *
 * <p><b>Order.</b> That of the claims. A sender that has claimed a slot and not written it yet holds up the messages
 * behind it; it wakes the receiver when it has written. So a receiver that found nothing, registered its waker and found
 * nothing again may wait, but a {@code try} operation must ask {@link #isBeingWritten()} before it says "empty".
 *
 * <p><b>Closing</b> claims a slot as well, for a mark after which nothing comes, and sets {@link #CLOSED} in the counter
 * in the same compare-and-set. A sender whose claim comes later finds the bit, takes its claim back and reports that the
 * queue is closed: a message is either in front of the mark or was refused. Segments only get the bit while they have
 * room, and with the bit they never count as full, so nothing is ever linked behind the mark.
 *
 * <p><b>Unlinking.</b> The receiver links a drained segment to itself and first sees to it that {@link #tail} is past it.
 * A sender that still holds the segment finds it full, finds the self-link, and starts over from the tail. Without the
 * self-link a segment that the garbage collector has promoted would keep all later ones alive.
 *
 * <p><b>Memory order.</b> The message is published by the release write of its slot and read by an acquire read at least.
 * The caller sees to the ordering with its waker: {@link dev.kyoto.futures.AtomicWaker}.
 */
final class MessageQueue<T> {
    /** Tokio's value. */
    static final int SEGMENT_SIZE = 32;

    private static final int CLOSED = 1 << 30;

    /** In an array of twice the length: a cache line of 64 bytes from both ends. */
    private static final int POSITION = 16;

    private static final Object END = new Object();

    private static final VarHandle TAIL;
    private static final VarHandle CLAIMS;
    private static final VarHandle NEXT;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(MessageQueue.class, "tail", Segment.class);
            CLAIMS = lookup.findVarHandle(Segment.class, "claims", int.class);
            NEXT = lookup.findVarHandle(Segment.class, "next", Segment.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Segment {
        final @Nullable Object[] slots;

        /** The number of slots in all segments before this one. */
        final long base;

        /** How many slots were claimed, which may exceed their number; or with {@link #CLOSED}. */
        volatile int claims;

        /** The segment behind; this one itself once it was unlinked. */
        volatile @Nullable Segment next;

        Segment(int size, long base) {
            this.slots = new Object[size];
            this.base = base;
        }
    }

    /** The last segment, or one on the way to it. */
    private volatile Segment tail;

    /** Where the receiver reads; only the receiver touches these, and writes them once a segment. */
    private Segment head;

    /** Those of the head: the head itself is what the senders write to. */
    private @Nullable Object[] slots;

    /**
     * At {@link #POSITION}: the slot that the receiver reads next. In an array, as it is written at every message, and senders
     * read all that lies around here.
     */
    private final int[] position = new int[2 * POSITION];

    /** @param segmentSize {@link #SEGMENT_SIZE}; less in tests, which want to see many segment borders */
    MessageQueue(int segmentSize) {
        head = new Segment(segmentSize, 0);
        slots = head.slots;
        tail = head;
    }

    // ---- senders

    /** Puts {@code message} in, unless the queue is closed. */
    boolean offer(T message) {
        Segment last = tail;
        while (true) {
            int claim = (int) CLAIMS.getAndAdd(last, 1);
            if ((claim & CLOSED) != 0) {
                CLAIMS.getAndAdd(last, -1);
                return false;
            }
            if (claim < last.slots.length) {
                SLOT.setRelease(last.slots, claim, message);
                return true;
            }
            last = following(last);
        }
    }

    /** Refuses messages from now on. */
    void close() {
        Segment last = tail;
        while (true) {
            int claim = last.claims;
            if ((claim & CLOSED) != 0) {
                return;
            }
            if (claim >= last.slots.length) {
                last = following(last);
            } else if (CLAIMS.compareAndSet(last, claim, claim + 1 | CLOSED)) {
                SLOT.setRelease(last.slots, claim, END);
                return;
            }
        }
    }

    /** The segment to try after {@code full}. */
    private Segment following(Segment full) {
        Segment next = full.next;
        if (next == null) {
            Segment made = new Segment(full.slots.length, full.base + full.slots.length);
            next = (Segment) NEXT.compareAndExchange(full, null, made);
            if (next == null) {
                next = made;
            }
        }
        if (next == full) {
            return tail;
        }
        TAIL.compareAndSet(this, full, next);
        return next;
    }

    // ---- the receiver

    /** The next message, or null if it is not there or the queue has {@linkplain #isAtEnd() ended}. */
    @SuppressWarnings("unchecked") // what is not the mark came through offer
    @Nullable T poll() {
        if (position[POSITION] == slots.length && !advance()) {
            return null;
        }
        int index = position[POSITION];
        Object message = SLOT.getVolatile(slots, index);
        if (message == null || message == END) {
            return null;
        }
        slots[index] = null; // nobody else looks at this slot again
        position[POSITION] = index + 1;
        return (T) message;
    }

    /** Moves to the next segment, if there is one. */
    private boolean advance() {
        Segment drained = head;
        Segment next = drained.next;
        if (next == null) {
            return false;
        }
        TAIL.compareAndSet(this, drained, next);
        drained.next = drained;
        head = next;
        slots = next.slots;
        position[POSITION] = 0;
        return true;
    }

    /** Whether every message was taken and none can come; once true it stays true. */
    boolean isAtEnd() {
        int index = position[POSITION];
        return index < slots.length && SLOT.getVolatile(slots, index) == END;
    }

    /** Whether the next message has its slot already and will be there in a moment. */
    boolean isBeingWritten() {
        int index = position[POSITION];
        return index < slots.length && (head.claims & ~CLOSED) > index;
    }

    /** How many messages were put in and not taken yet, roughly while others put. */
    int size() {
        Segment last = tail;
        for (Segment next = last.next; next != null && next != last; next = last.next) {
            last = next;
        }
        int claims = last.claims;
        int claimed = Math.min(claims & ~CLOSED, last.slots.length);
        int marks = (claims & CLOSED) != 0 ? 1 : 0;
        return (int) Math.max(0, last.base + claimed - marks - head.base - position[POSITION]);
    }
}
