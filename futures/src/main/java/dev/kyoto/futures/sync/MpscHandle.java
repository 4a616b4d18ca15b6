package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/** What both kinds of {@link Mpsc} sender are: one counted share in the sending side. */
abstract sealed class MpscHandle<T> extends Handle permits Mpsc.Sender, Mpsc.UnboundedSender {
    private final MpscChannel<T> shared;

    MpscHandle(MpscChannel<T> shared) {
        this.shared = shared;
    }

    /** Whether the receiver was closed, so that sending has no use any more. */
    public final boolean isClosed() {
        return shared.isReceiverClosed();
    }

    /**
     * Ready once {@link #isClosed()}: to stop producing what nobody takes.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public final Future<@Nullable Void> closed() {
        return shared.receiverClosed();
    }

    /**
     * Gives up this handle. When the last one is closed, the receiver takes what is there and then sees the end; sends
     * and reservations that still wait for a place fail. Closing twice does nothing.
     */
    @Override
    public final void close() {
        if (end()) {
            shared.removeSender();
        }
    }

    /** Throws if this handle was closed. */
    final void requireOpen() {
        if (!isOpen()) {
            throw handleClosed();
        }
    }

    /** Counts a copy of this handle. */
    final void addCopy() {
        if (!isOpen() || !shared.addSender()) {
            throw handleClosed();
        }
    }

    private static ClosedException handleClosed() {
        return new ClosedException(
                "This Mpsc sender was closed. Nothing was sent; each user of a channel closes a copy()"
                        + " of its own, made before.");
    }
}
