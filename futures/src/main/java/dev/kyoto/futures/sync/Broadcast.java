package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.stream.AbstractStream;
import dev.kyoto.futures.stream.Sink;
import dev.kyoto.futures.stream.Sinks;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Every receiver sees every message that is sent after it subscribed.
 *
 * <pre>{@code
 * var prices = Broadcast.<Price>channel(64);
 * spawn(() -> {
 *     try (var receiver = prices.sender().subscribe()) {
 *         Price price;
 *         while ((price = receiver.recv().await()) != null) …
 *     }
 * });
 * prices.sender().send(price);
 * }</pre>
 *
 * <p>Sending never waits. The channel keeps the last {@link Sender#capacity()} messages; a receiver that falls further
 * behind fails once with {@link LaggedException}, which says how many it missed, and goes on with the oldest one still
 * there. A message stays in memory until it is overwritten, even if every receiver has seen it.
 *
 * <p>When every sender is closed, receivers take what is left for them and then see null, every time. What happened
 * before a send is visible to whom receives it. There are no null messages.
 *
 * @param sender an end that sends; {@link Sender#copy()} makes more
 * @param receiver an end that receives; {@link Sender#subscribe()} makes more
 */
public record Broadcast<T>(Sender<T> sender, Receiver<T> receiver) {
    /**
     * A new channel that keeps at least the last {@code capacity} messages: the capacity is rounded up to a power of two.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1 or more than 2<sup>30</sup>
     */
    public static <T> Broadcast<T> channel(int capacity) {
        if (capacity < 1 || capacity > BroadcastChannel.MAX_CAPACITY) {
            throw new IllegalArgumentException("A broadcast channel keeps 1 to " + BroadcastChannel.MAX_CAPACITY
                    + " messages, not " + capacity + ".");
        }
        var channel = new BroadcastChannel<T>(capacity);
        return new Broadcast<>(new Sender<>(channel), new Receiver<>(channel));
    }

    /**
     * A sending end. Thread-safe; but each user closes a handle of its own, a {@link #copy()}, so that the receivers see
     * the end when all are done.
     */
    public static final class Sender<T> extends Handle {
        private final BroadcastChannel<T> channel;

        private Sender(BroadcastChannel<T> channel) {
            this.channel = channel;
        }

        /**
         * Sends {@code message} to every receiver that is there now. Never waits.
         *
         * @return how many those are; at 0 nobody will ever see the message
         * @throws ClosedException if this handle was closed
         */
        public int send(T message) {
            Objects.requireNonNull(message, "A broadcast message is not null: recv() yields null at the end.");
            requireOpen();
            return channel.send(message);
        }

        /**
         * A new receiver, of everything that is sent from now on.
         *
         * @throws ClosedException if this handle was closed
         */
        public Receiver<T> subscribe() {
            requireOpen();
            return new Receiver<>(channel);
        }

        /**
         * Another sender of the same channel, to be closed on its own.
         *
         * @throws ClosedException if this handle was closed
         */
        public Sender<T> copy() {
            requireOpen();
            if (!channel.addSender()) {
                throw closedException();
            }
            return new Sender<>(channel);
        }

        /** This sender as a sink, which never waits, and owns this sender. */
        public Sink<T> sink() {
            return Sinks.calling(this::send, this::close);
        }

        /**
         * How many of the messages that the channel keeps were not seen by every receiver that there is now: those that the slowest
         * can still take. Looks at every receiver.
         */
        public int len() {
            return channel.unseen();
        }

        /**
         * A sender that does not keep the channel open.
         *
         * @throws ClosedException if this handle was closed
         */
        public WeakSender<T> downgrade() {
            requireOpen();
            return new WeakSender<>(channel);
        }

        /** How many receivers are there now. */
        public int receiverCount() {
            return channel.receiverCount();
        }

        /** How many messages the channel keeps. */
        public int capacity() {
            return channel.capacity;
        }

        /** Whether there is no receiver now. A new one may subscribe. */
        public boolean isClosed() {
            return channel.receiverCount() == 0;
        }

        /**
         * Waits until there is no receiver. Useful in a {@code select}, to stop working for nobody.
         *
         * <p><b>Cancel safety.</b> Nothing is lost.
         */
        @CancelSafe
        public Future<@Nullable Void> closed() {
            return channel.whenReceiversGone();
        }

        /** Gives up this handle; after the last one the receivers see the end. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                channel.removeSender();
            }
        }

        private void requireOpen() {
            if (!isOpen()) {
                throw closedException();
            }
        }

        private static ClosedException closedException() {
            return new ClosedException("This broadcast sender was closed. Each user of a channel closes a copy() of its"
                    + " own, made before.");
        }
    }

    /**
     * What remains of a sender that shall not keep the channel open: for who may want to send as long as others do. Need not be
     * closed. Thread-safe.
     */
    public static final class WeakSender<T> {
        private final BroadcastChannel<T> channel;

        private WeakSender(BroadcastChannel<T> channel) {
            this.channel = channel;
        }

        /** A sender of its own, to be closed, or null when every sender is closed. A null is fine in try-with-resources. */
        public @Nullable Sender<T> upgrade() {
            return channel.addSender() ? new Sender<>(channel) : null;
        }
    }

    /** A receiving end, with its own place in the messages. It serves one task at a time. */
    public static final class Receiver<T> extends Handle {
        private final BroadcastChannel<T> channel;

        /** The number of the next message; changed by the receiving task only. */
        final Positions.Position next;

        /** The receive future that is pending; likewise. */
        @Nullable Future<?> receiving;

        /** That future's place among those who wait; changed under the channel's lock, by the receiving task only. */
        @Nullable Waiter waiter;

        private Receiver(BroadcastChannel<T> channel) {
            this.channel = channel;
            this.next = channel.addReceiver();
        }

        /**
         * Waits for the next message. Null when every sender is closed and everything was received, every time.
         *
         * <p>The future fails with {@link LaggedException} if messages were missed, with {@link ClosedException} if this
         * receiver was closed, and with {@link IllegalStateException} if another one of this receiver is waiting.
         *
         * <p><b>Cancel safety.</b> Nothing is lost: the receiver moves on only in the poll that yields a message.
         */
        @CancelSafe
        public Future<@Nullable T> recv() {
            return new Receiving<>(channel, this);
        }

        /**
         * {@link #recv()} for a thread that may block.
         *
         * @throws InterruptedException if the thread is interrupted while it waits; nothing is lost then
         * @throws LaggedException if messages were missed
         * @throws ClosedException if this receiver was closed
         * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #recv()}; or if
         *     another receive is waiting
         */
        public @Nullable T blockingRecv() throws InterruptedException {
            return Blocking.on(recv());
        }

        /**
         * The next message if it is there, else null.
         *
         * @throws LaggedException if messages were missed
         * @throws ClosedException when every sender is closed and everything was received, or this receiver is closed
         */
        public @Nullable T tryRecv() {
            boolean ended = channel.isEnded(); // before the look: what that does not find then will never come
            T message = channel.take(this);
            if (message == null && ended) {
                throw new ClosedException(
                        "The broadcast channel has ended: every sender is closed and every message was" + " received.");
            }
            return message;
        }

        /**
         * The messages, until every sender is closed; whoever must not miss any, for the stream fails with
         * {@link LaggedException} when it has, and that is its end. The stream owns this receiver, which is closed with it.
         */
        public Stream<T> stream() {
            return Streams.repeating(this::recv, this::close);
        }

        /**
         * {@link #stream()} that goes on when messages were missed: {@code onLag} is told how many, before the oldest message
         * that is still there is yielded. It runs within the poll and so must not wait; what it throws is a failure of the
         * stream.
         */
        public Stream<T> stream(LongConsumer onLag) {
            return new Following<>(this, onLag);
        }

        /**
         * How many messages there are between this receiver and the latest: those that it can take, and those that it has missed
         * and not been told of yet. To be asked by the receiving task.
         */
        public long len() {
            return channel.sentAfter(this);
        }

        /**
         * Another receiver of the same channel, of everything that is sent from now on, wherever this one stands. For who has no
         * sender to {@linkplain Sender#subscribe() subscribe} at; after the end it sees the end.
         *
         * @throws ClosedException if this receiver was closed
         */
        public Receiver<T> resubscribe() {
            if (!isOpen()) {
                throw BroadcastChannel.closedReceiver();
            }
            return new Receiver<>(channel);
        }

        /** Leaves: senders count it no more, and a {@code recv()} that waits fails. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                channel.removeReceiver(this);
            }
        }
    }

    /** {@link Receiver#stream(LongConsumer)}. */
    private static final class Following<T> extends AbstractStream<T> {
        private final Receiver<T> receiver;
        private final LongConsumer onLag;
        private Future<@Nullable T> next;

        Following(Receiver<T> receiver, LongConsumer onLag) {
            this.receiver = receiver;
            this.onLag = Objects.requireNonNull(onLag, "onLag");
            this.next = receiver.recv();
        }

        @Override
        protected Poll<@Nullable T> step(Context cx) throws Exception {
            while (true) {
                Poll<@Nullable T> poll;
                try {
                    poll = next.poll(cx);
                } catch (LaggedException lag) {
                    next = receiver.recv();
                    onLag.accept(lag.missed());
                    continue;
                }
                if (poll.isPending()) {
                    return poll;
                }
                next = receiver.recv();
                return readyWith(poll.value());
            }
        }

        @Override
        protected List<? extends Future<?>> awaited() {
            return List.of(next);
        }

        @Override
        protected void released() {
            next.cancel();
            receiver.close();
        }

        @Override
        protected String describe() {
            return "Broadcast.Receiver.stream(…)";
        }
    }

    private static final class Receiving<T> extends AbstractFuture<@Nullable T> {
        private final BroadcastChannel<T> channel;
        private final Receiver<T> receiver;

        Receiving(BroadcastChannel<T> channel, Receiver<T> receiver) {
            this.channel = channel;
            this.receiver = receiver;
        }

        @Override
        protected Poll<@Nullable T> step(Context cx) {
            if (receiver.receiving != null && receiver.receiving != this) {
                throw new IllegalStateException(
                        "Another recv() on this broadcast receiver is waiting already. A receiver"
                                + " serves one task: subscribe() another; a receive that is given up must be cancelled.");
            }
            if (!cx.proceed()) {
                return Poll.pending();
            }
            receiver.receiving = null;
            do {
                boolean ended = channel.isEnded(); // before the look: what that does not find then will never come
                T message = channel.take(receiver);
                if (message != null || ended) {
                    return readyWith(message);
                }
            } while (!channel.await(receiver, cx.waker()));
            receiver.receiving = this;
            cx.refund();
            return Poll.pending();
        }

        @Override
        protected void dropped() {
            if (receiver.receiving == this) {
                receiver.receiving = null;
                channel.abandon(receiver);
            }
        }

        @Override
        protected Resource resource() {
            return Resource.of("Broadcast", channel, "");
        }

        @Override
        protected String describe() {
            return "Broadcast.Receiver.recv()";
        }
    }
}
