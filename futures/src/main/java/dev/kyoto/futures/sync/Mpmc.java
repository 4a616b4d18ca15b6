package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue between tasks: many senders, many receivers, each message to one of them. Work for several workers.
 *
 * <pre>{@code
 * var jobs = Mpmc.<Job>bounded(16);
 * for (int i = 0; i < 4; i++) {
 *     var receiver = jobs.receiver().copy();
 *     spawn(() -> {
 *         try (receiver) {
 *             Job job;
 *             while ((job = receiver.recv().await()) != null) job.run().await();    // null: every sender is closed
 *         }
 *     });
 * }
 * jobs.receiver().close();
 * try (var sender = jobs.sender()) {
 *     while (…) sender.send(next()).await();                                        // waits while 16 are queued
 * }
 * }</pre>
 *
 * <p>The senders are those of an {@link Mpsc} channel, which is faster and is to be preferred where one task receives. For
 * a message to every receiver there is {@link Broadcast}. Messages go to the receivers in the order in which these began to
 * wait.
 *
 * <p><b>The end.</b> The channel ends when every sender is closed; messages that were sent before are still received,
 * and {@link Mpsc.Permit}s used or closed, then {@code recv()} yields null, every time. When every receiver is closed,
 * sending fails with {@link ClosedException}, and messages that are queued are dropped: if they hold something that must be
 * closed, drain the last receiver first.
 *
 * <p>Messages of one sender leave the queue in the order in which they were sent. What happened before a send is visible to
 * whom receives it. There are no null messages.
 */
public final class Mpmc {
    private Mpmc() {}

    /** Both ends of a bounded channel. */
    public record Bounded<T>(Mpsc.Sender<T> sender, Receiver<T> receiver) {}

    /** Both ends of an unbounded channel. */
    public record Unbounded<T>(Mpsc.UnboundedSender<T> sender, Receiver<T> receiver) {}

    /**
     * A channel that holds at most {@code capacity} messages and reservations.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public static <T> Bounded<T> bounded(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("An Mpmc channel holds at least 1 message, not " + capacity + ".");
        }
        var channel = new MpmcChannel<T>(capacity);
        return new Bounded<>(new Mpsc.Sender<>(channel.room), new Receiver<>(channel));
    }

    /** A channel without bounds. */
    public static <T> Unbounded<T> unbounded() {
        var channel = new MpmcChannel<T>(Integer.MAX_VALUE);
        return new Unbounded<>(new Mpsc.UnboundedSender<>(channel), new Receiver<>(channel));
    }

    /**
     * A receiving end. Thread-safe, and any number of receives may wait; but each user closes a handle of its own, a
     * {@link #copy()}, so that senders learn when all are done.
     */
    public static final class Receiver<T> extends Handle {
        private final MpmcChannel<T> channel;

        private Receiver(MpmcChannel<T> channel) {
            this.channel = channel;
        }

        /**
         * Waits for the next message. Null at the end of the channel, every time.
         *
         * <p><b>Cancel safety.</b> Nothing is lost: a message leaves the queue only in the poll that yields it. A dropped
         * future loses its place in the line; if it was its turn, the next one gets the message.
         *
         * @throws ClosedException if this handle was closed
         */
        @CancelSafe
        public Future<@Nullable T> recv() {
            requireOpen();
            return new Receiving<>(channel);
        }

        /**
         * Waits for at least one message and appends those that are there to {@code messages}, at most {@code limit}.
         * Yields how many; 0 at the end of the channel, every time.
         *
         * <p><b>Cancel safety.</b> As {@link #recv()}.
         *
         * @throws ClosedException if this handle was closed
         * @throws IllegalArgumentException if {@code limit} is less than 1
         */
        @CancelSafe
        public Future<Integer> recvMany(List<? super T> messages, int limit) {
            Mpsc.requireLimit(limit);
            requireOpen();
            return new ReceivingMany<>(channel, messages, limit);
        }

        /**
         * {@link #recv()} for a thread that may block.
         *
         * @throws InterruptedException if the thread is interrupted while it waits; nothing is lost then
         * @throws ClosedException if this handle was closed
         * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #recv()}
         */
        public @Nullable T blockingRecv() throws InterruptedException {
            return Blocking.on(recv());
        }

        /**
         * The next message, else null: none is there, or those that are there go to receives that began before.
         *
         * @throws ClosedException at the end of the channel, or if this handle was closed
         */
        public @Nullable T tryRecv() {
            requireOpen();
            if (channel.messages.tryAcquire(1)) {
                return channel.take();
            }
            if (channel.room.isOver()) {
                throw new ClosedException("The Mpmc channel has ended: it is closed and every message was received.");
            }
            return null;
        }

        /**
         * The messages that come to this receiver, up to the end of the channel. The stream owns this receiver, which is closed
         * with it.
         */
        public Stream<T> stream() {
            return Streams.repeating(this::recv, this::close);
        }

        /**
         * Another receiver of the same channel, to be closed on its own.
         *
         * @throws ClosedException if this handle was closed
         */
        public Receiver<T> copy() {
            if (!isOpen() || !channel.receivers.tryAdd()) {
                throw closedException();
            }
            return new Receiver<>(channel);
        }

        /** How many messages are queued and not promised to a receiver that waits, as of now. */
        public int len() {
            return channel.messages.available();
        }

        /**
         * Gives up this handle. A receive of it that waits goes on waiting. After the last one senders are refused. Closing
         * twice does nothing.
         */
        @Override
        public void close() {
            if (end()) {
                channel.removeReceiver();
            }
        }

        private void requireOpen() {
            if (!isOpen()) {
                throw closedException();
            }
        }

        private static ClosedException closedException() {
            return new ClosedException(
                    "This Mpmc receiver was closed. Nothing was received; each user of a channel closes"
                            + " a copy() of its own, made before.");
        }
    }

    private static final class Receiving<T> extends Acquiring<@Nullable T> {
        private final MpmcChannel<T> channel;

        Receiving(MpmcChannel<T> channel) {
            super(channel.messages, 1);
            this.channel = channel;
        }

        @Override
        Poll<@Nullable T> acquired(Context cx) {
            return readyWith(channel.take());
        }

        @Override
        Poll<@Nullable T> refused() {
            return readyWith(null);
        }

        @Override
        protected Resource resource() {
            return channel.awaitedByReceiver();
        }

        @Override
        protected String describe() {
            return "Mpmc.Receiver.recv()";
        }
    }

    private static final class ReceivingMany<T> extends Acquiring<Integer> {
        private final MpmcChannel<T> channel;
        private final List<? super T> messages;
        private final int limit;

        ReceivingMany(MpmcChannel<T> channel, List<? super T> messages, int limit) {
            super(channel.messages, 1);
            this.channel = channel;
            this.messages = messages;
            this.limit = limit;
        }

        @Override
        Poll<Integer> acquired(Context cx) {
            int count = 0;
            do {
                messages.add(channel.take());
                count++;
            } while (count < limit && permits.tryAcquire(1));
            return readyWith(count);
        }

        @Override
        Poll<Integer> refused() {
            return readyWith(0);
        }

        @Override
        protected Resource resource() {
            return channel.awaitedByReceiver();
        }

        @Override
        protected String describe() {
            return "Mpmc.Receiver.recvMany(…, " + limit + ")";
        }
    }
}
