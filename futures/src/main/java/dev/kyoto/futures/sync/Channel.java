package dev.kyoto.futures.sync;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a queue: who may still send, and who wants to know that nobody receives. What kind of queue it is,
 * and who receives, the subclasses say.
 */
abstract class Channel<T> {
    /** How messages call the channel. */
    final String name;

    private final HandleCount senders = new HandleCount();
    private final Notify closing = new Notify();
    private volatile boolean receiverClosed;

    Channel(String name) {
        this.name = name;
    }

    /** Puts a message in that has its place, if places are counted. */
    abstract void put(T message);

    /** Sends without waiting, in a channel without bounds. */
    abstract void sendUnbounded(T message);

    /** No message is accepted that does not have its place already. */
    abstract void refuseMore();

    /** Called after anything that may have been the last before the end: who waits for a message looks again. */
    abstract void endMayHaveCome();

    final boolean addSender() {
        return senders.tryAdd();
    }

    final void removeSender() {
        if (senders.remove()) {
            refuseMore();
            endMayHaveCome();
        }
    }

    final int senderCount() {
        return senders.get();
    }

    /** Called when nobody will receive any more, or only what is there already. */
    final void receiverClosed() {
        receiverClosed = true; // first, so that those who are refused are told why
        refuseMore();
        closing.notifyWaiters();
        endMayHaveCome();
    }

    final boolean isReceiverClosed() {
        return receiverClosed;
    }

    /** What a receiver waits for. */
    final Resource awaitedByReceiver() {
        int open = senderCount();
        return Resource.of(name, this, open == 1 ? "1 sender" : open + " senders");
    }

    final Future<@Nullable Void> whenReceiverClosed() {
        return Until.holds(this::isReceiverClosed, closing, name, this, name + ".Sender.closed()");
    }

    final ClosedException closedException() {
        return new ClosedException(
                isReceiverClosed()
                        ? "The " + name + " receiver was closed: nobody takes messages any more. Nothing was sent."
                        : "The last sender of this " + name
                                + " channel was closed. Nothing was sent; close a sender after"
                                + " its sends are done.");
    }
}
