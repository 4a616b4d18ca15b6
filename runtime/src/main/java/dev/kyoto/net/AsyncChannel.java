package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.IoSource;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/**
 * Any channel that a selector can watch, for those that Kyoto has no class for: pipes, SCTP, what a library opens.
 *
 * <pre>{@code
 * try (var pipe = AsyncChannel.of(Pipe.open().source())) {
 *     int count = pipe.read(channel -> {
 *         int read = channel.read(buffer);
 *         return read == 0 ? null : read;        // null: it would block, so wait and try again
 *     }).await();
 * }
 * }</pre>
 *
 * <p>At most one future may wait to read and one to write at a time. {@link #close()} may be called from any thread, at any time.
 *
 * @param <C> the kind of channel
 */
public final class AsyncChannel<C extends SelectableChannel> implements AutoCloseable {
    private final C channel;
    private final IoSource source;

    private AsyncChannel(C channel) throws IOException {
        this.channel = channel;
        this.source = IoSource.of(channel, this);
        channel.configureBlocking(false);
    }

    /**
     * Takes over {@code channel}, which is put into non-blocking mode, and closed by {@link #close()}.
     *
     * @throws java.nio.channels.ClosedChannelException if it is closed
     */
    public static <C extends SelectableChannel> AsyncChannel<C> of(C channel) throws IOException {
        return new AsyncChannel<>(channel);
    }

    /**
     * An operation that takes something out of the channel, or accepts: tried at once, and again whenever it may succeed.
     *
     * <p>Fails with what {@code attempt} throws, with {@link java.nio.channels.ClosedChannelException} if this gets closed while
     * it waits, and with {@link IllegalStateException} if it has to wait outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Nothing is lost, if an attempt that returns null has done nothing.
     */
    @CancelSafe
    public <T> Future<T> read(Attempt<? super C, ? extends T> attempt) {
        return new Operation<>(this, Direction.READ, attempt);
    }

    /** Like {@link #read}, for an operation that puts something into the channel. */
    @CancelSafe
    public <T> Future<T> write(Attempt<? super C, ? extends T> attempt) {
        return new Operation<>(this, Direction.WRITE, attempt);
    }

    /** The channel itself. It stays in non-blocking mode, and registered. */
    public C channel() {
        return channel;
    }

    /** Closes the channel. Whoever waits for it fails. Idempotent, from any thread, throws nothing. */
    @Override
    public void close() {
        source.close();
    }

    @Override
    public String toString() {
        return "AsyncChannel[" + channel + "]";
    }

    /** One try of an operation that does not block. */
    @FunctionalInterface
    public interface Attempt<C, T> {
        /** What came of it, or null if it would block. */
        @Nullable T on(C channel) throws IOException;
    }

    private static final class Operation<C extends SelectableChannel, T> extends IoFuture<T> {
        private final AsyncChannel<C> channel;
        private final Direction direction;
        private final Attempt<? super C, ? extends T> attempt;

        Operation(AsyncChannel<C> channel, Direction direction, Attempt<? super C, ? extends T> attempt) {
            super(channel.source, direction);
            this.channel = channel;
            this.direction = direction;
            this.attempt = attempt;
        }

        @Override
        Poll<T> attempt() throws IOException {
            if (channel.source.isClosed()) {
                throw channel.source.closed();
            }
            T result = attempt.on(channel.channel);
            return result == null ? Poll.pending() : readyWith(result);
        }

        @Override
        protected String describe() {
            return (direction == Direction.READ ? "The read() of " : "The write() of ") + channel;
        }
    }
}
