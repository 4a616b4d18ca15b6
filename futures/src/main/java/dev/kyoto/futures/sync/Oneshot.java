package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One value, from one task to one other: the answer to a request.
 *
 * <pre>{@code
 * var answer = Oneshot.<Integer>channel();
 * requests.send(new Request("how many?", answer.sender())).await();
 * int count = answer.receiver().await();
 * }</pre>
 *
 * @param sender gives the value
 * @param receiver the future of the value
 */
public record Oneshot<T>(
        Sender<T> sender,

        @CancelUnsafe("the value, for the channel is closed")
        Receiver<T> receiver) {
    /** A new channel. */
    public static <T> Oneshot<T> channel() {
        OneshotChannel<T> channel = new OneshotChannel<>();
        return new Oneshot<>(new Sender<>(channel), new Receiver<>(channel));
    }

    /**
     * The end that gives the value. Closing it without having sent makes the receiver fail; use it with
     * try-with-resources wherever the sending may not be reached. Thread-safe.
     */
    public static final class Sender<T> extends Handle {
        private final OneshotChannel<T> channel;

        private Sender(OneshotChannel<T> channel) {
            this.channel = channel;
        }

        /**
         * Sends the value. Never waits.
         *
         * @return whether the receiver was still there to take it; if not, the channel does not keep the value
         * @throws IllegalStateException if a value was sent before, or this sender was closed
         */
        public boolean send(T value) {
            boolean taken = channel.send(value);
            end(); // there is nothing left to close
            return taken;
        }

        /** Whether sending has no use any more: the receiver is closed, or this sender has sent or is closed itself. */
        public boolean isClosed() {
            return channel.isClosed();
        }

        /**
         * Ready once {@link #isClosed()}: to stop working on an answer that nobody waits for.
         *
         * <p><b>Cancel safety.</b> Nothing is lost.
         */
        @CancelSafe
        public Future<@Nullable Void> closed() {
            return channel.closed();
        }

        /** Gives up sending: the receiver fails with {@link ClosedException}. After a {@link #send} it does nothing. */
        @Override
        public void close() {
            if (end()) {
                channel.closeSender();
            }
        }
    }

    /**
     * The end that takes the value; the future of it.
     *
     * <p>Fails with {@link ClosedException} if the sender, or this receiver, was closed before a value was sent.
     *
     * <p><b>Cancel safety.</b> Cancelling closes the channel, as {@link #close()} does: later sends report that nobody is
     * there. A value that was sent before stays, and {@link #tryReceive()} still takes it. To go on waiting after a lost
     * select, {@code pin} the receiver.
     */
    public static final class Receiver<T> extends AbstractFuture<T> implements AutoCloseable {
        private final OneshotChannel<T> channel;

        private Receiver(OneshotChannel<T> channel) {
            this.channel = channel;
        }

        @Override
        protected Poll<T> step(Context cx) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            T value = channel.take();
            if (value == null) {
                channel.receiver.register(cx.waker());
                value = channel.take();
            }
            if (value == null) {
                cx.refund();
                return Poll.pending();
            }
            return readyWith(value);
        }

        /**
         * The value, waited for by a thread that may block. It uses this future up.
         *
         * @throws InterruptedException if the thread is interrupted while it waits; the channel is closed then
         * @throws ClosedException if the sender or this receiver was closed before a value was sent
         * @throws IllegalStateException on a worker thread of a runtime: in an async block await this receiver; or if the
         *     value was taken before
         */
        public T blockingReceive() throws InterruptedException {
            return Blocking.on(this);
        }

        /**
         * The value if it is there, else null. Never waits. The value is taken once: the future fails afterwards.
         *
         * @throws ClosedException if the sender or this receiver was closed before a value was sent
         * @throws IllegalStateException if the value was taken before
         */
        public @Nullable T tryReceive() {
            return channel.take();
        }

        /** Whether there is no value to be taken: none was sent yet, or it was taken, or none will come. */
        public boolean isEmpty() {
            return channel.isEmpty();
        }

        /** Refuses the value: a later send reports that nobody is there. A value already sent can still be taken. */
        @Override
        public void close() {
            channel.closeReceiver();
        }

        @Override
        protected void dropped() {
            channel.receiver.clear(); // nobody is left to be woken
            channel.closeReceiver();
        }

        @Override
        protected Resource resource() {
            return Resource.of("Oneshot", channel, "");
        }

        @Override
        protected String describe() {
            return "The receiver of a Oneshot";
        }
    }
}
