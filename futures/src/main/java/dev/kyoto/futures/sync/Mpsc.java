package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Sink;
import dev.kyoto.futures.stream.Sinks;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue between tasks: many senders, one receiver.
 *
 * <pre>{@code
 * var lines = Mpsc.<String>bounded(16);
 * spawn(() -> {
 *     try (var sender = lines.sender()) {
 *         while (…) sender.send(reader.readLine().await()).await();      // waits while 16 are queued
 *     }
 * });
 * try (var receiver = lines.receiver()) {
 *     String line;
 *     while ((line = receiver.recv().await()) != null) …                 // null: every sender is closed
 * }
 * }</pre>
 *
 * <p>Prefer {@link #bounded}: it slows producers down to the pace of the consumer. An {@link #unbounded} channel never
 * makes a sender wait, and grows as long as there is memory.
 *
 * <p><b>The end.</b> The channel ends when every sender is closed, or the receiver is; messages that were sent before
 * are still received, then {@code recv()} yields null, every time. A bounded channel also waits for every {@link Permit}
 * to be used or closed: who has reserved may send. After the receiver was closed, sending fails with
 * {@link ClosedException}.
 *
 * <p>Messages of one sender arrive in the order in which they were sent. What happened before a send is visible to whom
 * receives it. There are no null messages.
 */
public final class Mpsc {
    private Mpsc() {}

    /** Both ends of a bounded channel. */
    public record Bounded<T>(Sender<T> sender, Receiver<T> receiver) {}

    /** Both ends of an unbounded channel. */
    public record Unbounded<T>(UnboundedSender<T> sender, Receiver<T> receiver) {}

    /**
     * A channel that holds at most {@code capacity} messages and reservations.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public static <T> Bounded<T> bounded(int capacity) {
        return bounded(capacity, MessageQueue.SEGMENT_SIZE);
    }

    /** A channel without bounds. */
    public static <T> Unbounded<T> unbounded() {
        return unbounded(MessageQueue.SEGMENT_SIZE);
    }

    static <T> Bounded<T> bounded(int capacity, int segmentSize) {
        if (capacity < 1) {
            throw new IllegalArgumentException("An Mpsc channel holds at least 1 message, not " + capacity
                    + ". To hand one value over, use a Oneshot.");
        }
        var channel = new MpscChannel.Bounded<T>(capacity, segmentSize);
        return new Bounded<>(new Sender<>(channel.room), new Receiver<>(channel));
    }

    static <T> Unbounded<T> unbounded(int segmentSize) {
        var channel = new MpscChannel.Unbounded<T>(segmentSize);
        return new Unbounded<>(new UnboundedSender<>(channel), new Receiver<>(channel));
    }

    private static <T> T requireMessage(T message) {
        return Objects.requireNonNull(message, "A message is not null: recv() yields null at the end.");
    }

    static void requireLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("recvMany(…, " + limit + "): receive at least 1 message.");
        }
    }

    /**
     * A sending end of a bounded channel. Thread-safe; but each user closes a handle of its own, a {@link #copy()}, so
     * that the receiver sees the end when all are done.
     */
    public static final class Sender<T> extends MpscHandle<T> {
        private final Room<T> room;

        Sender(Room<T> room) {
            super(room.channel);
            this.room = room;
        }

        /**
         * Waits for a place in the queue and puts {@code message} there. Senders get places in the order in which their
         * futures were first polled.
         *
         * <p>The future fails with {@link ClosedException} if the receiver is closed, or this was the last sender and is
         * closed while the future waits.
         *
         * <p><b>Cancel safety.</b> The message is in the queue if and only if the future completed normally. A dropped or
         * failed one loses its place and hands the message back: {@link Send#unsent()}.
         *
         * @throws ClosedException if this handle was closed
         */
        @CancelUnsafe("the message, unless it is taken back by unsent()")
        public Send<T> send(T message) {
            requireOpen();
            return new MpscFutures.Sending<>(room, requireMessage(message));
        }

        /**
         * {@link #send} for a thread that may block.
         *
         * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent then
         * @throws ClosedException if the receiver or this handle was closed
         * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #send}
         */
        public void blockingSend(T message) throws InterruptedException {
            Blocking.on(send(message));
        }

        /**
         * Sends {@code message} if there is a place for it now and no other sender waits for it.
         *
         * @return whether it was sent; false if the channel is full
         * @throws ClosedException if the receiver or this handle was closed
         */
        public boolean trySend(T message) {
            requireOpen();
            requireMessage(message);
            if (room.places.tryAcquire(1)) {
                channel.put(message);
                return true;
            }
            if (room.places.isClosed()) {
                throw channel.closedException();
            }
            return false;
        }

        /**
         * Waits for a place and keeps it, for a message that will be made only then: so none can be lost on the way. The
         * future fails as {@link #send}'s does.
         *
         * <p><b>Cancel safety.</b> A dropped future loses its place in the line and nothing else.
         *
         * @throws ClosedException if this handle was closed
         */
        @CancelSafe
        public Future<Permit<T>> reserve() {
            requireOpen();
            return new MpscFutures.Reserving<>(room);
        }

        /**
         * A place if there is one now and no other sender waits for it, else null.
         *
         * @throws ClosedException if the receiver or this handle was closed
         */
        public @Nullable Permit<T> tryReserve() {
            requireOpen();
            if (room.places.tryAcquire(1)) {
                return new Permit<>(room);
            }
            if (room.places.isClosed()) {
                throw channel.closedException();
            }
            return null;
        }

        /**
         * Waits for {@code count} places together and keeps them: a batch is sent as a whole, or not begun. Smaller requests
         * behind this one wait for it. The future fails as {@link #send}'s does.
         *
         * <p><b>Cancel safety.</b> A dropped future loses its place in the line and nothing else.
         *
         * @throws IllegalArgumentException if {@code count} is less than 1 or more than the {@link #capacity()}
         * @throws ClosedException if this handle was closed
         */
        @CancelSafe
        public Future<Reservation<T>> reserve(int count) {
            requirePossible(count);
            requireOpen();
            return new MpscFutures.ReservingMany<>(room, count);
        }

        /**
         * {@code count} places if there are so many now and no other sender waits for them, else null.
         *
         * @throws IllegalArgumentException if {@code count} is less than 1 or more than the {@link #capacity()}
         * @throws ClosedException if the receiver or this handle was closed
         */
        public @Nullable Reservation<T> tryReserve(int count) {
            requirePossible(count);
            requireOpen();
            if (room.places.tryAcquire(count)) {
                return new Reservation<>(room, count);
            }
            if (room.places.isClosed()) {
                throw channel.closedException();
            }
            return null;
        }

        private void requirePossible(int count) {
            if (count < 1 || count > room.capacity) {
                throw new IllegalArgumentException(
                        "From 1 to " + room.capacity + " places can be reserved in this channel, not " + count
                                + ". Make the channel wider, or the batch smaller.");
            }
        }

        /**
         * Another sender of the same channel, to be closed on its own.
         *
         * @throws ClosedException if this handle was closed
         */
        public Sender<T> copy() {
            addCopy();
            return new Sender<>(room);
        }

        /**
         * A sender that does not keep the channel open.
         *
         * @throws ClosedException if this handle was closed
         */
        public WeakSender<Sender<T>> downgrade() {
            requireOpen();
            return new WeakSender<>(channel, () -> new Sender<>(room));
        }

        /**
         * This sender as a sink, for one writer: it waits for places in the queue. A message is out as soon as it is in the queue.
         * The sink owns this sender, which is closed with it; to keep one, make the sink of a {@link #copy()}.
         *
         * @throws ClosedException if this handle was closed
         */
        public Sink<T> sink() {
            requireOpen();
            return new MpscSink<>(this);
        }

        /** How many messages and reservations the channel holds at most. */
        public int capacity() {
            return room.capacity;
        }

        /** How many places are free at this moment. */
        public int remainingCapacity() {
            return room.places.available();
        }
    }

    /**
     * A sending end of an unbounded channel. Thread-safe; but each user closes a handle of its own, a {@link #copy()}, so
     * that the receiver sees the end when all are done.
     */
    public static final class UnboundedSender<T> extends MpscHandle<T> {
        UnboundedSender(Channel<T> channel) {
            super(channel);
        }

        /**
         * Puts {@code message} into the queue. Never waits.
         *
         * @throws ClosedException if the receiver or this handle was closed
         */
        public void send(T message) {
            requireOpen();
            channel.sendUnbounded(requireMessage(message));
        }

        /**
         * Another sender of the same channel, to be closed on its own.
         *
         * @throws ClosedException if this handle was closed
         */
        public UnboundedSender<T> copy() {
            addCopy();
            return new UnboundedSender<>(channel);
        }

        /** This sender as a sink, which never waits, and owns this sender. */
        public Sink<T> sink() {
            return Sinks.calling(this::send, this::close);
        }

        /**
         * A sender that does not keep the channel open.
         *
         * @throws ClosedException if this handle was closed
         */
        public WeakSender<UnboundedSender<T>> downgrade() {
            requireOpen();
            return new WeakSender<>(channel, () -> new UnboundedSender<>(channel));
        }
    }

    /**
     * What remains of a sender that shall not keep the channel open: for who may want to send as long as others do, such as
     * a timer or a registry. Need not be closed. Thread-safe.
     *
     * @param <S> the kind of sender that it can become again
     */
    public static final class WeakSender<S> {
        private final Channel<?> channel;
        private final Supplier<S> sender;

        /** @param sender makes a sender that is counted already */
        private WeakSender(Channel<?> channel, Supplier<S> sender) {
            this.channel = channel;
            this.sender = sender;
        }

        /** A sender of its own, to be closed, or null when every sender is closed. A null is fine in try-with-resources. */
        public @Nullable S upgrade() {
            return channel.addSender() ? sender.get() : null;
        }
    }

    /** A message on its way into a bounded channel. */
    public sealed interface Send<T> extends Future<@Nullable Void> permits MpscFutures.Sending {
        /**
         * The message as long as it is not in the queue: before the send, and after one that failed or was dropped. Null
         * once it is in the queue. Call it where the future is polled or dropped, not concurrently.
         */
        @Nullable T unsent();
    }

    /**
     * A place in a bounded channel: one message can be sent without waiting, even if the channel is closed meanwhile.
     * Closing it unused returns the place; use it with try-with-resources. Thread-safe.
     */
    public static final class Permit<T> extends Handle {
        private final Room<T> room;

        Permit(Room<T> room) {
            this.room = room;
        }

        /**
         * Sends {@code message} into the reserved place.
         *
         * @throws IllegalStateException if this permit was used or closed before
         */
        public void send(T message) {
            requireMessage(message);
            if (!end()) {
                throw new IllegalStateException(
                        "This permit was used or closed before. It is for one message:" + " reserve() another.");
            }
            room.channel.put(message);
        }

        /** Returns the place, unless it was used. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                room.returned(1);
            }
        }
    }

    /**
     * Several places in a bounded channel: as many messages can be sent without waiting, even if the channel is closed meanwhile.
     * Closing it returns the places that are left; use it with try-with-resources. Thread-safe.
     */
    public static final class Reservation<T> extends Handle {
        private final Room<T> room;

        /** Places that are not used. Guarded by this. */
        private int remaining;

        Reservation(Room<T> room, int count) {
            this.room = room;
            this.remaining = count;
        }

        /** How many messages can be sent still. */
        public synchronized int remaining() {
            return remaining;
        }

        /**
         * Sends {@code message} into one of the reserved places.
         *
         * @throws IllegalStateException if all were used, or this was closed before
         */
        public void send(T message) {
            requireMessage(message);
            usePlace();
            room.channel.put(message);
        }

        private synchronized void usePlace() {
            if (remaining == 0) {
                throw new IllegalStateException(
                        "Every place of this reservation was used or given back. Reserve more with reserve(…).");
            }
            remaining--;
            if (remaining == 0) {
                end();
            }
        }

        /** Returns the places that are left. Closing twice does nothing. */
        @Override
        public void close() {
            int unused = takeRemaining();
            if (unused > 0) {
                room.returned(unused);
            }
        }

        private synchronized int takeRemaining() {
            int unused = remaining;
            remaining = 0;
            end();
            return unused;
        }
    }

    /**
     * The receiving end. It serves one task at a time: a second {@code recv()} is refused while another one waits.
     *
     * <p>Closing it refuses further messages and lets those that are queued be received still. Messages that nobody
     * receives then are garbage; if they hold something that must be closed, drain the receiver first.
     */
    public static final class Receiver<T> extends Handle {
        private final MpscChannel<T> channel;

        private Receiver(MpscChannel<T> channel) {
            this.channel = channel;
        }

        /**
         * Waits for the next message. Null at the end of the channel, every time.
         *
         * <p><b>Cancel safety.</b> Nothing is lost: a message leaves the queue only in the poll that yields it.
         *
         * <p>The future fails with {@link IllegalStateException} if another one of this receiver is waiting.
         */
        @CancelSafe
        public Future<@Nullable T> recv() {
            return new MpscFutures.Receiving<>(channel);
        }

        /**
         * Waits for at least one message and appends those that are there to {@code messages}, at most {@code limit}.
         * Yields how many; 0 at the end of the channel, every time.
         *
         * <p><b>Cancel safety.</b> Nothing is lost: messages leave the queue only in the poll that appends them.
         *
         * <p>The future fails with {@link IllegalStateException} if another one of this receiver is waiting.
         *
         * @throws IllegalArgumentException if {@code limit} is less than 1
         */
        @CancelSafe
        public Future<Integer> recvMany(List<? super T> messages, int limit) {
            requireLimit(limit);
            return new MpscFutures.ReceivingMany<>(channel, messages, limit);
        }

        /**
         * {@link #recv()} for a thread that may block.
         *
         * @throws InterruptedException if the thread is interrupted while it waits; nothing is lost then
         * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #recv()}; or if
         *     another receive is waiting
         */
        public @Nullable T blockingRecv() throws InterruptedException {
            return Blocking.on(recv());
        }

        /**
         * The next message if it is there, else null.
         *
         * @throws ClosedException at the end of the channel
         */
        public @Nullable T tryRecv() {
            T message = channel.takeCompleted();
            if (message == null && channel.isAtEnd()) {
                throw new ClosedException("The Mpsc channel has ended: it is closed and every message was received.");
            }
            return message;
        }

        /**
         * The messages up to the end of the channel. The stream owns this receiver: closed before the end, it closes it, and
         * what is queued then is lost.
         */
        public Stream<T> stream() {
            return Streams.repeating(this::recv, this::close);
        }

        /** How many messages are queued, as of now. */
        public int len() {
            return channel.queue.size();
        }

        /** Whether no message is queued, as of now. */
        public boolean isEmpty() {
            return channel.queue.size() == 0;
        }

        /**
         * Whether nobody may begin a send any more: this receiver is closed, or every sender is. What is queued then, and what
         * is sent on a permit that is still out, can still be received.
         */
        public boolean isClosed() {
            return channel.isReceiverClosed() || channel.senderCount() == 0;
        }

        /** Refuses further messages. Those that are queued can still be received. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                channel.receiverClosed();
            }
        }
    }
}
