package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The futures that {@link Mpsc} hands out. */
final class MpscFutures {
    private MpscFutures() {}

    static final class Sending<T> extends Acquiring<@Nullable Void> implements Mpsc.Send<T> {
        private final Room<T> room;
        private @Nullable T message;

        Sending(Room<T> room, T message) {
            super(room.places, 1);
            this.room = room;
            this.message = message;
        }

        @Override
        @SuppressWarnings("NullAway") // there until it is sent, which is once
        Poll<@Nullable Void> acquired(Context cx) {
            room.channel.put(message);
            message = null;
            return readyWith(null);
        }

        @Override
        Poll<@Nullable Void> refused() {
            throw room.channel.closedException();
        }

        @Override
        void abandoned() {
            room.placeMayBeBack();
        }

        @Override
        public @Nullable T unsent() {
            return message;
        }

        @Override
        protected Resource resource() {
            return room.resource();
        }

        @Override
        protected String describe() {
            return room.channel.name + ".Sender.send(…)";
        }
    }

    static final class Reserving<T> extends Acquiring<Mpsc.Permit<T>> {
        private final Room<T> room;

        Reserving(Room<T> room) {
            super(room.places, 1);
            this.room = room;
        }

        @Override
        Poll<Mpsc.Permit<T>> acquired(Context cx) {
            return readyWith(new Mpsc.Permit<>(room));
        }

        @Override
        Poll<Mpsc.Permit<T>> refused() {
            throw room.channel.closedException();
        }

        @Override
        void abandoned() {
            room.placeMayBeBack();
        }

        @Override
        protected Resource resource() {
            return room.resource();
        }

        @Override
        protected String describe() {
            return room.channel.name + ".Sender.reserve()";
        }
    }

    static final class ReservingMany<T> extends Acquiring<Mpsc.Reservation<T>> {
        private final Room<T> room;

        ReservingMany(Room<T> room, int count) {
            super(room.places, count);
            this.room = room;
        }

        @Override
        Poll<Mpsc.Reservation<T>> acquired(Context cx) {
            return readyWith(new Mpsc.Reservation<>(room, wanted));
        }

        @Override
        Poll<Mpsc.Reservation<T>> refused() {
            throw room.channel.closedException();
        }

        @Override
        void abandoned() {
            room.placeMayBeBack();
        }

        @Override
        protected Resource resource() {
            return room.resource();
        }

        @Override
        protected String describe() {
            return room.channel.name + ".Sender.reserve(" + wanted + ")";
        }
    }

    /**
     * Waits until something can be taken. Take, register, take again: a message that comes after the second look finds
     * the waker, and so does the end.
     */
    abstract static class Waiting<T, R extends @Nullable Object> extends AbstractFuture<R> {
        final MpscChannel<T> channel;

        Waiting(MpscChannel<T> channel) {
            this.channel = channel;
        }

        /** What the future yields, given the first message, or null at the end of the channel. */
        abstract Poll<R> received(@Nullable T message);

        @Override
        protected final Poll<R> step(Context cx) {
            if (channel.receiving != null && channel.receiving != this) {
                throw new IllegalStateException("Another receive on this Mpsc receiver is waiting already. A receiver"
                        + " serves one task: let that one distribute the messages, or use a Broadcast channel; a receive"
                        + " that is given up must be cancelled.");
            }
            if (!cx.proceed()) {
                return Poll.pending();
            }
            T message = channel.take();
            if (message == null) {
                channel.receiver.register(cx.waker());
                message = channel.take();
                if (message == null && !channel.isAtEnd()) {
                    channel.receiving = this;
                    cx.refund();
                    return Poll.pending();
                }
            }
            if (channel.receiving != null) { // else the senders' cache line is left alone
                channel.receiving = null;
            }
            return received(message);
        }

        @Override
        protected final Resource resource() {
            return channel.awaitedByReceiver();
        }

        @Override
        protected final void dropped() {
            if (channel.receiving == this) {
                channel.receiving = null;
                channel.receiver.clear(); // nobody is left to be woken
            }
        }
    }

    static final class Receiving<T> extends Waiting<T, @Nullable T> {
        Receiving(MpscChannel<T> channel) {
            super(channel);
        }

        @Override
        Poll<@Nullable T> received(@Nullable T message) {
            return readyWith(message);
        }

        @Override
        protected String describe() {
            return "Mpsc.Receiver.recv()";
        }
    }

    static final class ReceivingMany<T> extends Waiting<T, Integer> {
        private final List<? super T> messages;
        private final int limit;

        ReceivingMany(MpscChannel<T> channel, List<? super T> messages, int limit) {
            super(channel);
            this.messages = messages;
            this.limit = limit;
        }

        @Override
        Poll<Integer> received(@Nullable T first) {
            int count = 0;
            for (T message = first; message != null; message = count < limit ? channel.take() : null) {
                messages.add(message);
                count++;
            }
            return readyWith(count);
        }

        @Override
        protected String describe() {
            return "Mpsc.Receiver.recvMany(…, " + limit + ")";
        }
    }
}
