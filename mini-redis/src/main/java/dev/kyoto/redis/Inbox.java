package dev.kyoto.redis;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.ClosedException;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.redis.pubsub.Message;
import dev.kyoto.redis.pubsub.Subscriber;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent to one subscriber. It has room for so many and no more: publishers do not wait for
 * anybody, so a subscriber that falls further behind is disconnected.
 */
final class Inbox implements Subscriber, AutoCloseable {
    private final Mpsc.Bounded<Message> channel;
    private final Consumer<String> disconnect;

    Inbox(int capacity, Consumer<String> disconnect) {
        this.channel = Mpsc.bounded(capacity);
        this.disconnect = disconnect;
    }

    @Override
    public void deliver(Message message) {
        try {
            if (!channel.sender().trySend(message)) {
                disconnect.accept(
                        "it does not read its messages: " + channel.sender().capacity() + " wait already");
            }
        } catch (ClosedException e) {
            // the subscriber has left at this moment
        }
    }

    /** Waits for the next message. */
    @CancelSafe
    Future<Message> receive() {
        return channel.receiver().recv().map(message -> {
            if (message == null) {
                throw new IllegalStateException("an inbox was received from after it was closed");
            }
            return message;
        });
    }

    /** The next message if there is one now. */
    @Nullable Message tryReceive() {
        return channel.receiver().tryRecv();
    }

    @Override
    public void close() {
        channel.receiver().close();
        channel.sender().close();
    }
}
