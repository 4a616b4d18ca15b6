package dev.kyoto.http;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpClient} connects, and what it puts up with.
 *
 * @param maxHead bytes that the head of a response may have
 * @param maxHeaders fields that a response may have
 * @param maxBody bytes that the body of a response may have, unless {@link Body#withLimit} says otherwise
 * @param connectTimeout how long a connection may take to be made
 * @param silenceTimeout how long a server may take to begin its response when it has the request, pause in the middle of the
 *     response, or take nothing of the request
 * @param maxPerOrigin requests under way at a time to one host and port; further ones wait
 * @param keepIdle how long a connection without a request is kept for the next one: less than what the server does
 * @param maxRedirects how many {@code Location}s are followed for one request; with 0, the response that has one is the result
 * @param connector makes connections for {@code http} addresses
 * @param tlsConnector makes connections for {@code https} addresses; null if there are none
 */
public record ClientOptions(
        int maxHead,
        int maxHeaders,
        long maxBody,
        Duration connectTimeout,
        Duration silenceTimeout,
        int maxPerOrigin,
        Duration keepIdle,
        int maxRedirects,
        Connector connector,
        @Nullable Connector tlsConnector) {
    /**
     * A head of 64 KiB and 200 fields, since servers send more than clients; a body of 64 MiB; 10 seconds to connect; 60 seconds of silence;
     * 64 requests at a time to a host; 30 seconds without a request, which is less than most servers wait; no redirects; TCP.
     */
    public static final ClientOptions DEFAULT = new ClientOptions(
            64 << 10,
            200,
            64 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            64,
            Duration.ofSeconds(30),
            0,
            Connector.TCP,
            null);

    public ClientOptions {
        if (maxHead < 1 || maxHeaders < 1 || maxBody < 0 || maxPerOrigin < 1 || maxRedirects < 0) {
            throw new IllegalArgumentException("A client needs room for a head, a field and a request, not " + maxHead
                    + " bytes, " + maxHeaders + " fields, " + maxBody + " bytes of a body, " + maxPerOrigin
                    + " requests and " + maxRedirects + " redirects.");
        }
        ServerOptions.requirePositive(connectTimeout, "connectTimeout");
        ServerOptions.requirePositive(silenceTimeout, "silenceTimeout");
        ServerOptions.requirePositive(keepIdle, "keepIdle");
        Objects.requireNonNull(connector, "connector");
    }

    public ClientOptions withMaxHead(int bytes) {
        return new ClientOptions(
                bytes,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withMaxHeaders(int fields) {
        return new ClientOptions(
                maxHead,
                fields,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withMaxBody(long bytes) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                bytes,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withConnectTimeout(Duration connectTimeout) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withSilenceTimeout(Duration silenceTimeout) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withMaxPerOrigin(int maxPerOrigin) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withKeepIdle(Duration keepIdle) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withMaxRedirects(int maxRedirects) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withConnector(Connector connector) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }

    public ClientOptions withTlsConnector(Connector tlsConnector) {
        return new ClientOptions(
                maxHead,
                maxHeaders,
                maxBody,
                connectTimeout,
                silenceTimeout,
                maxPerOrigin,
                keepIdle,
                maxRedirects,
                connector,
                tlsConnector);
    }
}
