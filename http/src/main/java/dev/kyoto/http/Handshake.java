package dev.kyoto.http;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.io.AsyncReadWrite;

/**
 * What an {@link HttpServer} does with a connection before the first request, in the task of that connection: agree on
 * encryption, or read what a proxy tells of the client.
 */
@FunctionalInterface
public interface Handshake {
    /** Requests come over the very connection. */
    Handshake NONE = connection -> Futures.ready(connection);

    /**
     * The connection over which requests come, made of {@code connection}, which is its own from now on: it closes both.
     *
     * <p>If it fails, the connection is closed without a word, and the server serves the others.
     *
     * <p><b>Cancel safety.</b> Dropped, when it takes longer than {@link ServerOptions#headTimeout} too, what it was given is closed.
     */
    @CancelUnsafe("the connection, which is closed")
    Future<? extends AsyncReadWrite> begin(AsyncReadWrite connection);
}
