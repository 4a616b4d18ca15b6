package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import java.net.InetSocketAddress;
import java.util.List;

/** Names and what they stand for. */
public final class Dns {
    private Dns() {}

    /**
     * The addresses of {@code "host:port"}, at least one, in the order in which the resolver prefers them. A literal address
     * is its own only one, without anybody being asked.
     *
     * <p>The system's resolver blocks, and so runs on the runtime's blocking pool. It cannot be interrupted everywhere: after
     * a timeout its thread may stay busy for as long as the name servers are silent.
     *
     * <p>Fails with {@link java.net.UnknownHostException}, and outside of a runtime with {@link IllegalStateException}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     *
     * @throws IllegalArgumentException at once, if {@code hostAndPort} is not of that form
     */
    @CancelSafe
    public static Future<List<InetSocketAddress>> lookupHost(String hostAndPort) {
        return Resolution.of(hostAndPort);
    }
}
