package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.ClosedException;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.net.TcpStream;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client for this server and for Redis. Any number of tasks may use one at the same time: what they ask goes out in one
 * stream, and each gets its own reply.
 *
 * <pre>{@code
 * try (var client = MiniRedisClient.connect("localhost:6379").await()) {
 *     client.set("greeting", "hello").await();
 *     var both = join(client.get("greeting"), client.increment("visits")).await();
 * }
 * }</pre>
 *
 * <p>A reply that is an error fails its future with {@link ErrorReply}; a connection that is lost fails all futures with
 * {@link IOException}. To listen to channels, open a {@link Subscription}.
 *
 * <p><b>Cancel safety.</b> A future that is dropped before its first poll asks nothing. Dropped later, what it asked may be
 * done all the same; its reply is thrown away, and nobody else's is touched.
 */
public final class MiniRedisClient implements AutoCloseable {
    /** Requests on their way to the connection's task; who asks more waits until some were sent. */
    private static final int REQUESTS = 64;

    private final String address;
    private final Mpsc.Sender<ClientConnection.Request> requests;

    private MiniRedisClient(String address, Mpsc.Sender<ClientConnection.Request> requests) {
        this.address = address;
        this.requests = requests;
    }

    /** Connects to {@code "host:port"}. The connection is a task of the runtime that this is awaited on. */
    public static Future<MiniRedisClient> connect(String hostAndPort) {
        return async(() -> {
            TcpStream stream = TcpStream.connect(hostAndPort).await();
            var requests = Mpsc.<ClientConnection.Request>bounded(REQUESTS);
            spawn("mini-redis client of " + hostAndPort, new ClientConnection(stream, requests.receiver()).run());
            return new MiniRedisClient(hostAndPort, requests.sender());
        });
    }

    /** The value of {@code key}, or null if there is none. */
    public Future<@Nullable String> get(String key) {
        return command("GET", key).map(MiniRedisClient::textOrNull);
    }

    public Future<@Nullable Void> set(String key, String value) {
        return command("SET", key, value).map(ok -> null);
    }

    /** Sets a key that ends after {@code lifetime}, of at least a millisecond. */
    public Future<@Nullable Void> set(String key, String value, Duration lifetime) {
        return command("SET", key, value, "PX", Long.toString(lifetime.toMillis()))
                .map(ok -> null);
    }

    /** Deletes {@code key}; false if it was not there. */
    public Future<Boolean> delete(String key) {
        return command("DEL", key).map(reply -> number(reply) == 1);
    }

    /** Adds one to a number, which is 0 where there is none, and returns the sum. */
    public Future<Long> increment(String key) {
        return command("INCR", key).map(MiniRedisClient::number);
    }

    /** Sends a message to all who listen to {@code channel}, and returns how many they are. */
    public Future<Long> publish(String channel, String message) {
        return command("PUBLISH", channel, message).map(MiniRedisClient::number);
    }

    /** Any command that has one reply, as UTF-8. */
    public Future<Frame> command(String... words) {
        return command(Arrays.stream(words).map(Bytes::of).toArray(Bytes[]::new));
    }

    /** Any command that has one reply. */
    public Future<Frame> command(Bytes... words) {
        return async(() -> {
            var reply = Oneshot.<Frame>channel();
            try (var receiver = reply.receiver()) {
                requests.send(new ClientConnection.Request(words, reply.sender()))
                        .await();
                Frame frame = receiver.await();
                if (frame instanceof Frame.SimpleError error) {
                    throw new ErrorReply(error.message());
                }
                return frame;
            } catch (ClosedException e) {
                throw new IOException("The connection to " + address + " was lost or closed. Connect again.", e);
            }
        });
    }

    /** Sends no more; what was asked is still answered. */
    @Override
    public void close() {
        requests.close();
    }

    private static @Nullable String textOrNull(Frame reply) {
        return reply instanceof Frame.BulkString bulk ? bulk.bytes().toString() : null;
    }

    private static long number(Frame reply) {
        if (reply instanceof Frame.Int number) {
            return number.value();
        }
        throw new IllegalStateException("The server replied " + reply + " where it should reply a number.");
    }
}
