package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.io.ByteStreams.copy;
import static dev.kyoto.io.ByteStreams.sink;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpStream;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.InputBuffer;
import dev.kyoto.redis.protocol.Limits;
import dev.kyoto.redis.protocol.ProtocolException;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.protocol.RequestParser;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket with its buffers: bytes become requests, replies become bytes. Reading and writing wait; parsing and
 * replying do not.
 */
final class Connection implements AutoCloseable {
    /** How long {@link #sayGoodbye} reads on. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final TcpStream stream;
    private final InputBuffer in = new InputBuffer();
    private final RequestParser parser;
    private final FrameWriter out = new FrameWriter();

    Connection(TcpStream stream, Limits limits) {
        this.stream = stream;
        this.parser = new RequestParser(in, limits);
    }

    /** Waits until more has arrived; false at the end of the stream. */
    @CancelSafe
    Future<Boolean> fill() {
        return stream.read(in.room()).map(bytes -> {
            in.received(Math.max(bytes, 0));
            return bytes >= 0;
        });
    }

    /** The next request that has arrived completely, or null if there is none. */
    @Nullable Request next() throws ProtocolException {
        return parser.next();
    }

    /** Where replies are written; they leave with the next {@link #flush}. */
    FrameWriter replies() {
        return out;
    }

    /** Sends all replies that were written. */
    @CancelUnsafe("the count of the bytes already sent, without which the connection cannot go on")
    Future<@Nullable Void> flush() {
        return async(() -> {
            while (out.pending() > 0) {
                out.sent(stream.write(out.unsent()).await());
            }
        });
    }

    /**
     * Sends what was written and nothing more. Then reads on for a while without listening: a socket that is closed with bytes
     * unread resets the connection, and the peer may never see the error it was sent.
     */
    @CancelUnsafe("the count of the bytes already sent, and the rest of the goodbye")
    Future<@Nullable Void> sayGoodbye() {
        return async(() -> {
            flush().await();
            stream.shutdownOutput();
            try {
                timeout(LINGER, copy(stream, sink())).await(); // until the peer has closed its half too
            } catch (TimeoutException e) {
                // it had its time
            }
        });
    }

    /** The peer's {@code address:port}. */
    String peerAddress() {
        return text(stream.peerAddress());
    }

    String localAddress() {
        return text(stream.localAddress());
    }

    private static String text(java.net.InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
