package dev.kyoto.http;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What an {@link HttpServer} puts up with. Everything is limited unless it is said otherwise, for clients are strangers.
 *
 * <p>Immutable: each {@code with…} is a copy with one value changed. It throws {@link IllegalArgumentException} if a server
 * could not work with that.
 */
public final class ServerOptions {
    static final System.Logger LOGGER = System.getLogger("dev.kyoto.http");

    /**
     * A head of 16 KiB, which is Node's limit; 100 fields, Apache's; a body of 2 MiB, axum's; 10 seconds for a head; 60 seconds of
     * idleness; 500 bytes a second, Apache's; 10,000 connections; 30 seconds to stop, after which Kubernetes kills.
     */
    public static final ServerOptions DEFAULT = new ServerOptions(new Values());

    private final Values values;

    private ServerOptions(Values values) {
        if (values.maxHead < 1
                || values.maxHeaders < 1
                || values.maxBody < 0
                || values.minRate < 0
                || values.maxConnections < 1) {
            throw new IllegalArgumentException("A server needs room for a head, a field and a connection, not "
                    + values.maxHead + " bytes, " + values.maxHeaders + " fields, " + values.maxBody
                    + " bytes of a body, " + values.minRate + " bytes a second and " + values.maxConnections
                    + " connections.");
        }
        requirePositive(values.headTimeout, "headTimeout");
        requirePositive(values.idleTimeout, "idleTimeout");
        if (values.shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "shutdownTimeout is not negative, as " + values.shutdownTimeout + " is.");
        }
        Objects.requireNonNull(values.handshake, "handshake");
        Objects.requireNonNull(values.onFailure, "onFailure");
        this.values = values;
    }

    static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is longer than " + duration
                    + ". For no limit, take one that is never reached, such as Duration.ofDays(365).");
        }
    }

    private ServerOptions with(Consumer<Values> change) {
        Values changed = values.copy();
        change.accept(changed);
        return new ServerOptions(changed);
    }

    /** Bytes that the head of a request may have; the first line is limited with it. More is answered with 414 or 431. */
    public int maxHead() {
        return values.maxHead;
    }

    public ServerOptions withMaxHead(int bytes) {
        return with(to -> to.maxHead = bytes);
    }

    /** Fields that a request may have; more are answered with 431. */
    public int maxHeaders() {
        return values.maxHeaders;
    }

    public ServerOptions withMaxHeaders(int fields) {
        return with(to -> to.maxHeaders = fields);
    }

    /** Bytes that the body of a request may have, unless the handler says {@link Body#withLimit}; more fail in the handler, with 413. */
    public long maxBody() {
        return values.maxBody;
    }

    public ServerOptions withMaxBody(long bytes) {
        return with(to -> to.maxBody = bytes);
    }

    /** How long a client may take to send the head of a request, from its first byte on; then it is answered with 408. */
    public Duration headTimeout() {
        return values.headTimeout;
    }

    public ServerOptions withHeadTimeout(Duration timeout) {
        return with(to -> to.headTimeout = timeout);
    }

    /** How long a connection stays open without a request; also, how long a client may pause in the middle of a body, or take nothing of a response. */
    public Duration idleTimeout() {
        return values.idleTimeout;
    }

    public ServerOptions withIdleTimeout(Duration timeout) {
        return with(to -> to.idleTimeout = timeout);
    }

    /** Bytes a second that a client has to send of a body, or take of a response, while the server waits for it. Until the time lost is the {@code idleTimeout}, it may be slower; bytes that come faster make up for it. With 0, any byte will do. */
    public int minRate() {
        return values.minRate;
    }

    public ServerOptions withMinRate(int bytesPerSecond) {
        return with(to -> to.minRate = bytesPerSecond);
    }

    /** Clients served at a time; further ones wait to be accepted. */
    public int maxConnections() {
        return values.maxConnections;
    }

    public ServerOptions withMaxConnections(int connections) {
        return with(to -> to.maxConnections = connections);
    }

    /** How long requests that are under way may take when the server stops; then they are dropped. */
    public Duration shutdownTimeout() {
        return values.shutdownTimeout;
    }

    public ServerOptions withShutdownTimeout(Duration timeout) {
        return with(to -> to.shutdownTimeout = timeout);
    }

    /** What is done with each connection before its first request, within the {@code headTimeout}. */
    public Handshake handshake() {
        return values.handshake;
    }

    public ServerOptions withHandshake(Handshake handshake) {
        return with(to -> to.handshake = handshake);
    }

    /** Is told of requests that were answered with 500, or not to the end, because the handler, or the body of its response, failed. It must not wait. Unless it is set, they are logged, under the name {@code dev.kyoto.http}. */
    public BiConsumer<? super Request, ? super Throwable> onFailure() {
        return values.onFailure;
    }

    public ServerOptions withOnFailure(BiConsumer<? super Request, ? super Throwable> listener) {
        return with(to -> to.onFailure = listener);
    }

    /** What is chosen. Changed by nobody once it is in the final field of its options, which publishes it. */
    private static final class Values implements Cloneable {
        int maxHead = 16 << 10;
        int maxHeaders = 100;
        long maxBody = 2 << 20;
        Duration headTimeout = Duration.ofSeconds(10);
        Duration idleTimeout = Duration.ofSeconds(60);
        int minRate = 500;
        int maxConnections = 10_000;
        Duration shutdownTimeout = Duration.ofSeconds(30);
        Handshake handshake = Handshake.NONE;
        BiConsumer<? super Request, ? super Throwable> onFailure =
                (request, failure) -> LOGGER.log(Level.ERROR, () -> "The answer to " + request + " failed.", failure);

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
