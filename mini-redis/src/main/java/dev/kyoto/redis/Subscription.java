package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpStream;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.Frame;
import dev.kyoto.redis.protocol.FrameParser;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.InputBuffer;
import dev.kyoto.redis.protocol.Limits;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listens to channels, over a connection of its own.
 *
 * <pre>{@code
 * try (var news = Subscription.open("localhost:6379", "news").await()) {
 *     Subscription.Message message;
 *     while ((message = news.next().await()) != null) {
 *         System.out.println(message.text());
 *     }
 * }
 * }</pre>
 */
public final class Subscription implements AutoCloseable {
    private final TcpStream stream;
    private final InputBuffer in = new InputBuffer();
    private final FrameParser parser = new FrameParser(in, Limits.DEFAULT);

    private Subscription(TcpStream stream) {
        this.stream = stream;
    }

    /** Something published. */
    public record Message(String channel, Bytes payload) {
        /** The payload read as UTF-8. */
        public String text() {
            return payload.toString();
        }
    }

    /** Connects to {@code "host:port"} and listens to {@code channels}: it is done when the server has confirmed each. */
    public static Future<Subscription> open(String hostAndPort, String... channels) {
        return async(() -> {
            Subscription subscription =
                    new Subscription(TcpStream.connect(hostAndPort).await());
            boolean confirmed = false;
            try {
                subscription.subscribe(channels).await();
                confirmed = true;
            } finally {
                if (!confirmed) {
                    subscription.close();
                }
            }
            return subscription;
        });
    }

    private Future<@Nullable Void> subscribe(String... channels) {
        return async(() -> {
            FrameWriter request = new FrameWriter();
            request.array(1 + channels.length);
            request.bulk("SUBSCRIBE");
            for (String channel : channels) {
                request.bulk(channel);
            }
            while (request.pending() > 0) {
                request.sent(stream.write(request.unsent()).await());
            }
            for (int confirmed = 0; confirmed < channels.length; confirmed++) {
                Frame reply = frame().await();
                if (!(reply instanceof Frame.Array)) {
                    throw new IOException("The server did not confirm the subscription, but replied " + reply);
                }
            }
        });
    }

    /**
     * Waits for the next message; null when the server has closed the connection, every time.
     *
     * <p><b>Cancel safety.</b> No message is lost: one that has arrived by half stays where it is.
     */
    @CancelSafe
    public Future<@Nullable Message> next() {
        return frame().map(frame -> frame == null ? null : message(frame));
    }

    /** What a subscriber of version 2 receives: the word "message", the channel, and the payload. */
    private static Message message(Frame frame) {
        if (frame instanceof Frame.Array array && array.elements().size() == 3) {
            List<Frame> parts = array.elements();
            if (parts.get(1) instanceof Frame.BulkString channel && parts.get(2) instanceof Frame.BulkString payload) {
                return new Message(channel.bytes().toString(), payload.bytes());
            }
        }
        throw new IllegalStateException("The server sent " + frame + " where a message was expected.");
    }

    private Future<@Nullable Frame> frame() {
        return async(() -> {
            Frame frame;
            while ((frame = parser.next()) == null) {
                int bytes = stream.read(in.room()).await();
                if (bytes < 0) {
                    return null;
                }
                in.received(bytes);
            }
            return frame;
        });
    }

    @Override
    public void close() {
        stream.close();
    }
}
