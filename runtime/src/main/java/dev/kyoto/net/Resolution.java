package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.scheduler.Scheduler;
import dev.kyoto.task.JoinHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a host and a port stand for. A literal address is its own only one; a name is looked up on the
 * blocking pool, because a resolver may take many seconds.
 */
final class Resolution extends AbstractFuture<List<InetSocketAddress>> {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int MAX_PORT = 65535;

    private final String host;
    private final int port;

    /** Known at once, or null if the host is a name. */
    private final @Nullable InetSocketAddress literal;

    private @Nullable JoinHandle<InetAddress[]> lookup;

    private Resolution(String host, int port, @Nullable InetSocketAddress literal) {
        this.host = host;
        this.port = port;
        this.literal = literal;
    }

    static Resolution of(InetSocketAddress address) {
        return new Resolution(address.getHostString(), address.getPort(), address.isUnresolved() ? null : address);
    }

    /** @throws IllegalArgumentException if {@code hostAndPort} is not of the form {@code host:port} */
    static Resolution of(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon < 0 ? "" : hostAndPort.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed)) {
            throw malformed(hostAndPort, null);
        }
        int port = port(hostAndPort, hostAndPort.substring(colon + 1));
        if (!bracketed && !IPV4.matcher(host).matches()) {
            return new Resolution(host, port, null);
        }
        try {
            String bare = bracketed ? host.substring(1, host.length() - 1) : host;
            if (bracketed && bare.indexOf(':') < 0) {
                throw malformed(hostAndPort, null);
            }
            // A literal: this parses it and asks nobody.
            return new Resolution(bare, port, new InetSocketAddress(InetAddress.getByName(bare), port));
        } catch (UnknownHostException e) {
            throw malformed(hostAndPort, e);
        }
    }

    /** Null if the host is a name. */
    @Nullable InetSocketAddress literal() {
        return literal;
    }

    private static int port(String hostAndPort, String port) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= MAX_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for all of it.
        }
        throw malformed(hostAndPort, null);
    }

    private static IllegalArgumentException malformed(String hostAndPort, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "\"" + hostAndPort + "\" is no address. Write \"host:port\", as in"
                        + " \"localhost:6379\", \"127.0.0.1:6379\" or \"[::1]:6379\", with a port from 0 to 65535.",
                cause);
    }

    @Override
    protected Poll<List<InetSocketAddress>> step(Context cx) throws Exception {
        if (literal != null) {
            return readyWith(List.of(literal));
        }
        if (lookup == null) {
            Scheduler scheduler = Scheduler.current();
            if (scheduler == null) {
                throw new IllegalStateException("No Kyoto runtime here to look up " + host + " on. Call this inside"
                        + " Kyoto.run(() -> …), or look the name up before and give the address.");
            }
            lookup = scheduler.spawnBlocking(this::lookUp);
        }
        Poll<InetAddress[]> found = lookup.poll(cx);
        return found.isPending() ? Poll.pending() : readyWith(withPort(found.value()));
    }

    private InetAddress[] lookUp() throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            var failure = new UnknownHostException("No address is known for \"" + host + "\" (" + e.getMessage()
                    + "). Is the name right, and can this machine reach its name server?");
            failure.initCause(e);
            throw failure;
        }
    }

    private List<InetSocketAddress> withPort(InetAddress[] found) {
        List<InetSocketAddress> addresses = new ArrayList<>(found.length);
        for (InetAddress address : found) {
            addresses.add(new InetSocketAddress(address, port));
        }
        return addresses;
    }

    @Override
    protected void dropped() {
        if (lookup != null) {
            lookup.abort();
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
