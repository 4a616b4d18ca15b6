package dev.kyoto.net;

import dev.kyoto.internal.driver.DescriptorLimit;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;

/** The system's terse words, with the address and the cure added. The type stays what callers catch. */
final class SocketErrors {
    private SocketErrors() {}

    static IOException binding(SocketAddress address, IOException e) {
        String cure = address instanceof UnixDomainSocketAddress
                ? "The file must not exist yet (delete what an earlier run has left, if nobody listens there any more),"
                        + " its folder must exist and be writable, and the path be shorter than about 100 bytes."
                : "Either something has that port already (stop it, or choose another port; 0 takes any free one), or"
                        + " it is no address of this machine (0.0.0.0 means all of them), or the port needs privileges"
                        + " (below 1024).";
        IOException failure = new BindException(
                "Cannot bind to " + text(address) + ": " + e.getMessage() + ". " + DescriptorLimit.cure(e, cure));
        failure.initCause(e);
        return failure;
    }

    static IOException connecting(SocketAddress address, IOException e) {
        IOException failure = new ConnectException("Cannot connect to " + text(address) + ": " + e.getMessage()
                + ". "
                + DescriptorLimit.cure(
                        e, "Is the server running, is this its address, and does a firewall let it through?"));
        failure.initCause(e);
        return failure;
    }

    static IOException accepting(SocketListener<?> listener, IOException e) {
        return new IOException(
                "Cannot accept a connection at " + listener + ": " + e.getMessage()
                        + ". The listener is intact and"
                        + " the connection still waits; accept() again, which pauses before it tries. Out of"
                        + " descriptors? Raise the limit (ulimit -n), or serve fewer connections at a time.",
                e);
    }

    static IOException transferring(Object stream, IOException e) {
        IOException failure =
                new SocketException(e.getMessage() + ", at " + stream + ". The peer is gone, or the way to it:"
                        + " what was not received yet is lost. Close this stream, and connect again if need be.");
        failure.initCause(e);
        return failure;
    }

    static IOException unreachable(UdpSocket socket, IOException e) {
        IOException failure = new PortUnreachableException("Nobody listens at the other end of " + socket
                + ", as an earlier" + " datagram has shown. The socket is intact: send again once the peer is there.");
        failure.initCause(e);
        return failure;
    }

    static IOException sending(UdpSocket socket, InetSocketAddress to, IOException e) {
        return new IOException(
                e.getMessage() + ", from " + socket + " to " + text(to)
                        + ". The socket is intact. A datagram may have 65,507"
                        + " bytes at most; a broadcast needs the option SO_BROADCAST.",
                e);
    }

    /** Like {@code localhost:6379} or {@code [::1]:6379}; a host that was given by name keeps its name. */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress) {
            var internet = (InetSocketAddress) address;
            String host = internet.getHostString();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
        }
        String path = address.toString();
        return path.isEmpty() ? "unnamed" : path;
    }
}
