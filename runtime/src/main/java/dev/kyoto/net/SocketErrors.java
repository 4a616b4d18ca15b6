package dev.kyoto.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** The system's terse words, with the address and the cure added. The type stays what callers catch. */
final class SocketErrors {
    private SocketErrors() {}

    static IOException binding(InetSocketAddress address, IOException e) {
        IOException failure = new BindException("Cannot listen at " + text(address) + ": " + e.getMessage() + ". Either"
                + " something listens there already (stop it, or choose another port; 0 takes any free one), or it is no"
                + " address of this machine (0.0.0.0 means all of them), or the port needs privileges (below 1024).");
        failure.initCause(e);
        return failure;
    }

    static IOException connecting(InetSocketAddress address, IOException e) {
        IOException failure = new ConnectException("Cannot connect to " + text(address) + ": " + e.getMessage()
                + ". Is the server running, is this its address, and does a firewall let it through?");
        failure.initCause(e);
        return failure;
    }

    static IOException accepting(InetSocketAddress address, IOException e) {
        return new IOException(
                "Cannot accept a connection at " + text(address) + ": " + e.getMessage()
                        + ". The listener is intact and"
                        + " the connection still waits; accept() again, which pauses before it tries. Out of"
                        + " descriptors? Raise the limit (ulimit -n), or serve fewer connections at a time.",
                e);
    }

    static IOException transferring(TcpStream stream, IOException e) {
        IOException failure =
                new SocketException(e.getMessage() + ", at " + stream + ". The peer is gone, or the way to it:"
                        + " what was not received yet is lost. Close this stream, and connect again if need be.");
        failure.initCause(e);
        return failure;
    }

    /** Like {@code localhost:6379} or {@code [::1]:6379}; a host that was given by name keeps its name. */
    static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
