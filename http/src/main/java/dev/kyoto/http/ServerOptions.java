package dev.kyoto.http;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * What an {@link HttpServer} puts up with. Everything is limited unless it is said otherwise, for clients are strangers.
 *
 * @param maxHead bytes that the head of a request may have; the first line is limited with it. More is answered with 414 or 431.
 * @param maxHeaders fields that a request may have; more are answered with 431
 * @param maxBody bytes that the body of a request may have, unless the handler says {@link Body#withLimit}; more fail in the
 *     handler, with the status 413
 * @param headTimeout how long a client may take to send the head of a request, from its first byte on; then it is answered with 408
 * @param idleTimeout how long a connection stays open without a request; also, how long a client may pause in the middle of a body, or
 *     take nothing of a response
 * @param minRate bytes a second that a client has to send of a body, or take of a response, while the server waits for it. Until the
 *     time lost is the {@code idleTimeout}, it may be slower; bytes that come faster make up for it. With 0, any byte will do.
 * @param maxConnections clients served at a time; further ones wait to be accepted
 * @param shutdownTimeout how long requests that are under way may take when the server stops; then they are dropped
 * @param handshake what is done with each connection before its first request, within the {@code headTimeout}
 * @param onFailure is told of requests that were answered with 500, or not to the end, because the handler, or the body of its
 *     response, failed. It must not wait. Unless it is set, they are logged, under the name {@code dev.kyoto.http}.
 */
public record ServerOptions(
        int maxHead,
        int maxHeaders,
        long maxBody,
        Duration headTimeout,
        Duration idleTimeout,
        int minRate,
        int maxConnections,
        Duration shutdownTimeout,
        Handshake handshake,
        BiConsumer<? super Request, ? super Throwable> onFailure) {
    static final System.Logger LOGGER = System.getLogger("dev.kyoto.http");

    /**
     * A head of 16 KiB, which is Node's limit; 100 fields, Apache's; a body of 2 MiB, axum's; 10 seconds for a head; 60 seconds of
     * idleness; 500 bytes a second, Apache's; 10,000 connections; 30 seconds to stop, after which Kubernetes kills.
     */
    public static final ServerOptions DEFAULT = new ServerOptions(
            16 << 10,
            100,
            2 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            500,
            10_000,
            Duration.ofSeconds(30),
            Handshake.NONE,
            (request, failure) -> LOGGER.log(Level.ERROR, () -> "The answer to " + request + " failed.", failure));

    public ServerOptions {
        if (maxHead < 1 || maxHeaders < 1 || maxBody < 0 || minRate < 0 || maxConnections < 1) {
            throw new IllegalArgumentException(
                    "A server needs room for a head, a field and a connection, not " + maxHead
                            + " bytes, " + maxHeaders + " fields, " + maxBody + " bytes of a body, " + minRate
                            + " bytes a second and " + maxConnections + " connections.");
        }
        requirePositive(headTimeout, "headTimeout");
        requirePositive(idleTimeout, "idleTimeout");
        if (shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException("shutdownTimeout is not negative, as " + shutdownTimeout + " is.");
        }
        Objects.requireNonNull(handshake, "handshake");
        Objects.requireNonNull(onFailure, "onFailure");
    }

    static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is longer than " + duration
                    + ". For no limit, take one that is never reached, such as Duration.ofDays(365).");
        }
    }

    public ServerOptions withMaxHead(int bytes) {
        return new ServerOptions(
                bytes,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withMaxHeaders(int fields) {
        return new ServerOptions(
                maxHead,
                fields,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withMaxBody(long bytes) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                bytes,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withHeadTimeout(Duration headTimeout) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withIdleTimeout(Duration idleTimeout) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withMinRate(int bytesPerSecond) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                bytesPerSecond,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withMaxConnections(int maxConnections) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withShutdownTimeout(Duration shutdownTimeout) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withHandshake(Handshake handshake) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }

    public ServerOptions withOnFailure(BiConsumer<? super Request, ? super Throwable> onFailure) {
        return new ServerOptions(
                maxHead,
                maxHeaders,
                maxBody,
                headTimeout,
                idleTimeout,
                minRate,
                maxConnections,
                shutdownTimeout,
                handshake,
                onFailure);
    }
}
