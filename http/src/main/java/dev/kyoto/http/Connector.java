package dev.kyoto.http;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.net.TcpStream;

/**
 * Makes the connections of an {@link HttpClient}: by way of a proxy, over a socket of the Unix domain, encrypted, or, in a test, in
 * memory.
 */
@FunctionalInterface
public interface Connector {
    /** {@link TcpStream#connect(String)}. */
    Connector TCP = (host, port) -> TcpStream.connect(host + ":" + port);

    /**
     * A connection to {@code host}, which belongs to the client.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, what was opened is closed.
     *
     * @param host as in the request's address: an IPv6 address stands in brackets
     */
    @CancelSafe
    Future<? extends AsyncReadWrite> connect(String host, int port);
}
