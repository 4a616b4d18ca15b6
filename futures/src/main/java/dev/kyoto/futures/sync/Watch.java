package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.stream.Sink;
import dev.kyoto.futures.stream.Sinks;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The latest value, and word that there is a newer one: a configuration, a state, a progress.
 *
 * <pre>{@code
 * var config = Watch.channel(Config.load());
 * spawn(() -> {
 *     try (var receiver = config.sender().subscribe()) {
 *         Config changed;
 *         while ((changed = receiver.changed().await()) != null) apply(changed);  // null: every sender is closed
 *     }
 * });
 * config.sender().send(Config.load());
 * int port = config.receiver().get().port();                                      // at any time, without waiting
 * }</pre>
 *
 * <p>Only the latest value is kept: a receiver that looks seldom skips those in between, and never delays a sender. Values
 * are shared by everybody who sees them, so they should be immutable. There are no null values.
 *
 * <p>What happened before a value was sent is visible to whom sees it, or a later one.
 *
 * @param sender an end that sends; {@link Sender#copy()} makes more
 * @param receiver an end that looks; it has seen the initial value. {@link Sender#subscribe()} makes more
 */
public record Watch<T>(Sender<T> sender, Receiver<T> receiver) {
    static final String NO_NULL = "A watched value is not null: changed() yields null at the end.";

    /** A new channel whose latest value is {@code initial}. */
    public static <T> Watch<T> channel(T initial) {
        var channel = new WatchChannel<>(Objects.requireNonNull(initial, NO_NULL));
        return new Watch<>(new Sender<>(channel), new Receiver<>(channel, 0));
    }

    /**
     * A sending end. Thread-safe; but each user closes a handle of its own, a {@link #copy()}, so that the receivers see
     * the end when all are done.
     *
     * <p>Sending never waits, and does not ask whether there is a receiver: one that subscribes later sees the latest value.
     * A sender that was closed refuses everything but {@link #get()} and the counts with {@link ClosedException}.
     */
    public static final class Sender<T> extends Handle {
        private static final String CLOSED = "This watch sender was closed. Nothing was sent; each user of a channel"
                + " closes a copy() of its own, made before.";

        private final WatchChannel<T> channel;

        private Sender(WatchChannel<T> channel) {
            this.channel = channel;
        }

        /**
         * Makes {@code value} the latest, and wakes the receivers that wait.
         *
         * @throws ClosedException if this handle was closed
         */
        public void send(T value) {
            sendReplace(value);
        }

        /**
         * {@link #send} that returns the value which was the latest before.
         *
         * @throws ClosedException if this handle was closed
         */
        public T sendReplace(T value) {
            Objects.requireNonNull(value, NO_NULL);
            requireOpen();
            return channel.replace(value);
        }

        /**
         * Sends what {@code function} makes of the latest value. Nothing is sent in between, but {@code function} may be called
         * again when another sender was faster, so it should do nothing but compute. What it throws is thrown here, and nothing
         * is sent then.
         *
         * @throws ClosedException if this handle was closed
         */
        public void sendModify(UnaryOperator<T> function) {
            requireOpen();
            channel.update(function, true);
        }

        /**
         * {@link #sendModify}, unless the new value equals the latest one: then nothing changes and nobody is woken.
         *
         * @return whether something was sent
         * @throws ClosedException if this handle was closed
         */
        public boolean sendIfModified(UnaryOperator<T> function) {
            requireOpen();
            return channel.update(function, false);
        }

        /** The latest value. */
        public T get() {
            return channel.latest.value();
        }

        /**
         * A new receiver, which has seen the latest value.
         *
         * @throws ClosedException if this handle was closed
         */
        public Receiver<T> subscribe() {
            requireOpen();
            channel.receivers.add();
            return new Receiver<>(channel, channel.latest.number());
        }

        /**
         * Another sender of the same channel, to be closed on its own.
         *
         * @throws ClosedException if this handle was closed
         */
        public Sender<T> copy() {
            requireOpen();
            if (!channel.senders.tryAdd()) {
                throw new ClosedException(CLOSED);
            }
            return new Sender<>(channel);
        }

        /** This sender as a sink, which never waits, and owns this sender. */
        public Sink<T> sink() {
            return Sinks.calling(this::send, this::close);
        }

        /** How many receivers are there now. */
        public int receiverCount() {
            return channel.receivers.get();
        }

        /** Whether nobody receives now. A later {@link #subscribe()} changes that. */
        public boolean isClosed() {
            return receiverCount() == 0;
        }

        /**
         * Ready at a moment when {@link #isClosed()}: to stop producing what nobody looks at.
         *
         * <p><b>Cancel safety.</b> Nothing is lost.
         */
        @CancelSafe
        public Future<@Nullable Void> closed() {
            return Until.holds(this::isClosed, channel.receiversGone, "Watch", channel, "Watch.Sender.closed()");
        }

        /** Gives up this handle; after the last one the receivers see the end. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                channel.removeSender();
            }
        }

        private void requireOpen() {
            requireOpen(CLOSED);
        }
    }

    /**
     * A receiving end, which remembers what it has seen. It serves one task at a time; {@link #get()} may be called from
     * anywhere.
     */
    public static final class Receiver<T> extends Handle {
        /** No value has this number, so the latest one is news. */
        private static final long NONE = -1;

        private final WatchChannel<T> channel;

        /** The number of the value that was seen last; touched by the receiving task only. */
        private long seen;

        private Receiver(WatchChannel<T> channel, long seen) {
            this.channel = channel;
            this.seen = seen;
        }

        /** The latest value. Whether it counts as seen does not change. */
        public T get() {
            return channel.latest.value();
        }

        /** The latest value, which counts as seen from now on. */
        public T getAndMarkUnchanged() {
            var latest = channel.latest;
            seen = latest.number();
            return latest.value();
        }

        /** Whether the latest value was not seen yet. */
        public boolean hasChanged() {
            return channel.latest.number() != seen;
        }

        /** The latest value counts as news again. */
        public void markChanged() {
            seen = NONE;
        }

        /** The latest value counts as seen. */
        public void markUnchanged() {
            seen = channel.latest.number();
        }

        /**
         * Waits for a value that was not seen, and yields the latest; it counts as seen then. Null when every sender is closed
         * and the last value was seen, every time.
         *
         * <p><b>Cancel safety.</b> Nothing is lost: a value counts as seen only in the poll that yields it.
         *
         * @throws ClosedException if this receiver was closed
         */
        @CancelSafe
        public Future<@Nullable T> changed() {
            requireOpen();
            return new Changed<>(this);
        }

        /**
         * Waits until {@code predicate} accepts the latest value, seen or not, and yields it. Each value that it is shown
         * counts as seen. It runs within the poll and so must not wait; what it throws is the failure of the future.
         *
         * <p>The future fails with {@link ClosedException} when every sender is closed and the last value was not accepted.
         *
         * <p><b>Cancel safety.</b> Nothing is lost: made again, the future begins with the latest value.
         *
         * @throws ClosedException if this receiver was closed
         */
        @CancelSafe
        public Future<T> waitFor(Predicate<? super T> predicate) {
            requireOpen();
            return new WaitingFor<>(this, Objects.requireNonNull(predicate, "predicate"));
        }

        /**
         * The latest value, whether or not it was seen, and then each newer one as {@link #changed()} yields it, until every
         * sender is closed. The stream owns this receiver, which is closed with it. Without the first:
         * {@code Streams.repeating(receiver::changed, receiver::close)}.
         */
        public Stream<T> stream() {
            markChanged();
            return Streams.repeating(this::changed, this::close);
        }

        /**
         * Another receiver, which has seen what this one has.
         *
         * @throws ClosedException if this receiver was closed
         */
        public Receiver<T> copy() {
            requireOpen();
            channel.receivers.add();
            return new Receiver<>(channel, seen);
        }

        /** Leaves: senders count it no more. A future of this receiver that waits goes on waiting. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                channel.removeReceiver();
            }
        }

        private void requireOpen() {
            requireOpen("This watch receiver was closed. To look again, subscribe() anew.");
        }
    }

    private static final class Changed<T> extends Until<@Nullable T> {
        private final Receiver<T> receiver;

        Changed(Receiver<T> receiver) {
            super(receiver.channel.news);
            this.receiver = receiver;
        }

        @Override
        Poll<@Nullable T> look() {
            boolean ended = receiver.channel.ended; // before the look: what that does not find then will never come
            if (receiver.hasChanged()) {
                return readyWith(receiver.getAndMarkUnchanged());
            }
            return ended ? readyWith(null) : Poll.pending();
        }

        @Override
        protected Resource resource() {
            return Resource.of("Watch", receiver.channel, "");
        }

        @Override
        protected String describe() {
            return "Watch.Receiver.changed()";
        }
    }

    private static final class WaitingFor<T> extends Until<T> {
        private final Receiver<T> receiver;
        private final Predicate<? super T> predicate;

        /** Whether the latest value is to be looked at even if it was seen: at first only. */
        private boolean fresh = true;

        WaitingFor(Receiver<T> receiver, Predicate<? super T> predicate) {
            super(receiver.channel.news);
            this.receiver = receiver;
            this.predicate = predicate;
        }

        @Override
        Poll<T> look() {
            boolean ended = receiver.channel.ended; // before the look, as above
            if (fresh || receiver.hasChanged()) {
                fresh = false;
                T value = receiver.getAndMarkUnchanged();
                if (predicate.test(value)) {
                    return readyWith(value);
                }
            }
            if (ended) {
                throw new ClosedException("Every sender of this watch channel is closed, and its last value is not what"
                        + " waitFor(…) waits for.");
            }
            return Poll.pending();
        }

        @Override
        protected Resource resource() {
            return Resource.of("Watch", receiver.channel, "");
        }

        @Override
        protected String describe() {
            return "Watch.Receiver.waitFor(…)";
        }
    }
}
