package dev.kyoto.redis;

import dev.kyoto.redis.protocol.Limits;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a {@link Server} is to be.
 *
 * @param bind the address to listen at
 * @param port the port, or 0 for any that is free
 * @param maxConnections clients served at a time; further ones wait to be accepted
 * @param idleTimeout after how long without a request a client is disconnected, unless it has subscribed; zero for never
 * @param subscriberQueue messages kept for a subscriber that does not read; with one more it is disconnected
 * @param stopPatience how long clients may take to receive their last replies when the server stops
 * @param limits how large a request may be
 */
public record ServerOptions(
        String bind,
        int port,
        int maxConnections,
        Duration idleTimeout,
        int subscriberQueue,
        Duration stopPatience,
        Limits limits) {
    /** Redis's port, its limit of connections, no idle timeout as in Redis; on this machine only. */
    public static final ServerOptions DEFAULT =
            new ServerOptions("127.0.0.1", 6379, 10_000, Duration.ZERO, 1024, Duration.ofSeconds(5), Limits.DEFAULT);

    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port);
        }
        if (maxConnections < 1 || subscriberQueue < 1) {
            throw new IllegalArgumentException("A server needs room for at least one connection and one message, not "
                    + maxConnections + " and " + subscriberQueue);
        }
        if (idleTimeout.isNegative() || stopPatience.isNegative()) {
            throw new IllegalArgumentException(
                    "A time to wait is not negative: idle timeout " + idleTimeout + ", stop patience " + stopPatience);
        }
    }

    public ServerOptions withBind(String bind) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    public ServerOptions withPort(int port) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    public ServerOptions withMaxConnections(int maxConnections) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    public ServerOptions withIdleTimeout(Duration idleTimeout) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    public ServerOptions withSubscriberQueue(int subscriberQueue) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    public ServerOptions withStopPatience(Duration stopPatience) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    public ServerOptions withLimits(Limits limits) {
        return new ServerOptions(bind, port, maxConnections, idleTimeout, subscriberQueue, stopPatience, limits);
    }

    /** These options by the names that Redis has for them: what CONFIG GET answers. */
    SortedMap<String, String> asConfiguration(int actualPort) {
        SortedMap<String, String> parameters = new TreeMap<>();
        parameters.put("appendonly", "no");
        parameters.put("bind", bind);
        parameters.put("databases", "1");
        parameters.put("maxclients", Integer.toString(maxConnections));
        parameters.put("maxmemory", "0");
        parameters.put("maxmemory-policy", "noeviction");
        parameters.put("port", Integer.toString(actualPort));
        parameters.put("proto-max-bulk-len", Integer.toString(limits.bulkLength()));
        parameters.put("client-query-buffer-limit", Integer.toString(limits.requestLength()));
        parameters.put("save", "");
        parameters.put("timeout", Long.toString(idleTimeout.toSeconds()));
        return parameters;
    }
}
