package dev.kyoto.http;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpClient} connects, and what it puts up with.
 *
 * <p>Immutable: each {@code with…} is a copy with one value changed. It throws {@link IllegalArgumentException} if a client
 * could not work with that.
 */
public final class ClientOptions {
    /**
     * A head of 64 KiB and 200 fields, since servers send more than clients; a body of 64 MiB; 10 seconds to connect; 60 seconds of silence;
     * 64 requests at a time to a host; 30 seconds without a request, which is less than most servers wait; no redirects; TCP.
     */
    public static final ClientOptions DEFAULT = new ClientOptions(new Values());

    private final Values values;

    private ClientOptions(Values values) {
        if (values.maxHead < 1
                || values.maxHeaders < 1
                || values.maxBody < 0
                || values.maxPerOrigin < 1
                || values.maxRedirects < 0) {
            throw new IllegalArgumentException("A client needs room for a head, a field and a request, not "
                    + values.maxHead + " bytes, " + values.maxHeaders + " fields, " + values.maxBody
                    + " bytes of a body, " + values.maxPerOrigin + " requests and " + values.maxRedirects
                    + " redirects.");
        }
        ServerOptions.requirePositive(values.connectTimeout, "connectTimeout");
        ServerOptions.requirePositive(values.silenceTimeout, "silenceTimeout");
        ServerOptions.requirePositive(values.keepIdle, "keepIdle");
        Objects.requireNonNull(values.connector, "connector");
        this.values = values;
    }

    private ClientOptions with(Consumer<Values> change) {
        Values changed = values.copy();
        change.accept(changed);
        return new ClientOptions(changed);
    }

    /** Bytes that the head of a response may have. */
    public int maxHead() {
        return values.maxHead;
    }

    public ClientOptions withMaxHead(int bytes) {
        return with(to -> to.maxHead = bytes);
    }

    /** Fields that a response may have. */
    public int maxHeaders() {
        return values.maxHeaders;
    }

    public ClientOptions withMaxHeaders(int fields) {
        return with(to -> to.maxHeaders = fields);
    }

    /** Bytes that the body of a response may have, unless {@link Body#withLimit} says otherwise. */
    public long maxBody() {
        return values.maxBody;
    }

    public ClientOptions withMaxBody(long bytes) {
        return with(to -> to.maxBody = bytes);
    }

    /** How long a connection may take to be made. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    public ClientOptions withConnectTimeout(Duration timeout) {
        return with(to -> to.connectTimeout = timeout);
    }

    /** How long a server may take to begin its response when it has the request, pause in the middle of the response, or take nothing of the request. */
    public Duration silenceTimeout() {
        return values.silenceTimeout;
    }

    public ClientOptions withSilenceTimeout(Duration timeout) {
        return with(to -> to.silenceTimeout = timeout);
    }

    /** Requests under way at a time to one host and port; further ones wait. */
    public int maxPerOrigin() {
        return values.maxPerOrigin;
    }

    public ClientOptions withMaxPerOrigin(int requests) {
        return with(to -> to.maxPerOrigin = requests);
    }

    /** How long a connection without a request is kept for the next one: less than what the server does. */
    public Duration keepIdle() {
        return values.keepIdle;
    }

    public ClientOptions withKeepIdle(Duration time) {
        return with(to -> to.keepIdle = time);
    }

    /** How many {@code Location}s are followed for one request; with 0, the response that has one is the result. */
    public int maxRedirects() {
        return values.maxRedirects;
    }

    public ClientOptions withMaxRedirects(int redirects) {
        return with(to -> to.maxRedirects = redirects);
    }

    /** Makes connections for {@code http} addresses. */
    public Connector connector() {
        return values.connector;
    }

    public ClientOptions withConnector(Connector connector) {
        return with(to -> to.connector = connector);
    }

    /** Makes connections for {@code https} addresses; null if there are none. */
    public @Nullable Connector tlsConnector() {
        return values.tlsConnector;
    }

    public ClientOptions withTlsConnector(Connector connector) {
        return with(to -> to.tlsConnector = connector);
    }

    /** What is chosen. Changed by nobody once it is in the final field of its options, which publishes it. */
    private static final class Values implements Cloneable {
        int maxHead = 64 << 10;
        int maxHeaders = 200;
        long maxBody = 64 << 20;
        Duration connectTimeout = Duration.ofSeconds(10);
        Duration silenceTimeout = Duration.ofSeconds(60);
        int maxPerOrigin = 64;
        Duration keepIdle = Duration.ofSeconds(30);
        int maxRedirects;
        Connector connector = Connector.TCP;

        @Nullable Connector tlsConnector;

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
