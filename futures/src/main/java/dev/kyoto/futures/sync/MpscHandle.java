package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/** What both kinds of {@link Mpsc} and {@link Mpmc} sender are: one counted share in the sending side. */
abstract sealed class MpscHandle<T> extends Handle permits Mpsc.Sender, Mpsc.UnboundedSender {
    final Channel<T> channel;

    MpscHandle(Channel<T> channel) {
        this.channel = channel;
    }

    /** Whether the receiver was closed, so that sending has no use any more. */
    public final boolean isClosed() {
        return channel.isReceiverClosed();
    }

    /**
     * Ready once {@link #isClosed()}: to stop producing what nobody takes.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public final Future<@Nullable Void> closed() {
        return channel.whenReceiverClosed();
    }

    /** How many senders of the channel are open now; weak ones do not count. */
    public final int senderCount() {
        return channel.senderCount();
    }

    /**
     * Gives up this handle. When the last one is closed, the receiver takes what is there and then sees the end; sends
     * and reservations that still wait for a place fail. Closing twice does nothing.
     */
    @Override
    public final void close() {
        if (end()) {
            channel.removeSender();
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
        if (!isOpen() || !channel.addSender()) {
            throw handleClosed();
        }
    }

    private ClosedException handleClosed() {
        return new ClosedException(
                "This " + channel.name + " sender was closed. Nothing was sent; each user of a channel closes a copy()"
                        + " of its own, made before.");
    }
}
