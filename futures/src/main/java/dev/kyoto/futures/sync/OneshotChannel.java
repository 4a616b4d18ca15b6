package dev.kyoto.futures.sync;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Future;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a {@link Oneshot} share.
 *
 * <p>The whole state is one reference, which is the value itself once there is one:
 *
 * <pre>
 *   null → a value            send            null → SENDER_CLOSED      close of the sender
 *   a value → TAKEN           take            null → RECEIVER_CLOSED    close or cancel of the receiver
 * </pre>
 *
 * All by compare-and-set, so the first one wins, and the value is published by the very operation that announces it.
 * Whoever leaves null then looks for somebody to wake; whoever waits registers and then looks at the slot again. All four
 * accesses are sequentially consistent, so one side sees the other.
 */
final class OneshotChannel<T> {
    private enum Mark {
        SENDER_CLOSED,
        RECEIVER_CLOSED,
        TAKEN
    }

    private static final VarHandle SLOT;
    private static final VarHandle LEFT;

    static {
        try {
            SLOT = MethodHandles.lookup().findVarHandle(OneshotChannel.class, "slot", Object.class);
            LEFT = MethodHandles.lookup().findVarHandle(OneshotChannel.class, "left", Notify.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final AtomicWaker receiver = new AtomicWaker();

    private volatile @Nullable Object slot;

    /** Tells that the slot has left null. Made by the first who waits for that: most senders just send. */
    private volatile @Nullable Notify left;

    boolean send(T value) {
        Object found = leaveNull(Objects.requireNonNull(value, "a channel carries no null"));
        if (found == null) {
            return true;
        }
        if (found == Mark.RECEIVER_CLOSED) {
            return false;
        }
        throw new IllegalStateException(
                found == Mark.SENDER_CLOSED
                        ? "This Oneshot sender was closed and cannot send. Close it after the send; leave the closing to"
                                + " try-with-resources."
                        : "This Oneshot sender has sent its one value. For several values use an Mpsc channel, for a value to"
                                + " several receivers Broadcast.");
    }

    void closeSender() {
        leaveNull(Mark.SENDER_CLOSED);
    }

    void closeReceiver() {
        leaveNull(Mark.RECEIVER_CLOSED);
    }

    /** Sets the slot if nobody did before. Returns what was there. */
    private @Nullable Object leaveNull(Object end) {
        Object found = SLOT.compareAndExchange(this, null, end);
        if (found == null) {
            receiver.wake();
            Notify waitedFor = left;
            if (waitedFor != null) {
                waitedFor.notifyWaiters();
            }
        }
        return found;
    }

    /** The value, or null if there is none yet. */
    @SuppressWarnings("unchecked") // what is no mark came through send
    @Nullable T take() {
        Object found = slot;
        if (found == null) {
            return null;
        }
        if (found instanceof Mark || !SLOT.compareAndSet(this, found, Mark.TAKEN)) {
            throw nothingToTake();
        }
        return (T) found;
    }

    private RuntimeException nothingToTake() {
        Object found = slot;
        if (found == Mark.SENDER_CLOSED) {
            return new ClosedException("The Oneshot sender was closed without sending a value.");
        }
        if (found == Mark.RECEIVER_CLOSED) {
            return new ClosedException("This Oneshot receiver was closed before a value was sent.");
        }
        return new IllegalStateException("The value of this Oneshot was taken already; there is only one.");
    }

    boolean isEmpty() {
        Object found = slot;
        return found == null || found instanceof Mark;
    }

    boolean isClosed() {
        return slot != null;
    }

    Future<@Nullable Void> closed() {
        Notify notify = left;
        if (notify == null) {
            Notify made = new Notify();
            notify = (Notify) LEFT.compareAndExchange(this, null, made);
            if (notify == null) {
                notify = made;
            }
        }
        // Made before the future looks at the slot: whoever leaves null after that look sees it.
        return Until.holds(this::isClosed, notify, "Oneshot", this, "Oneshot.Sender.closed()");
    }
}
