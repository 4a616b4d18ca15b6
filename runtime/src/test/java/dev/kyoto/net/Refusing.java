package dev.kyoto.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** An address that refuses connections: its port is taken, so that no other process gets it, and nobody listens there. */
public final class Refusing implements AutoCloseable {
    private final SocketChannel bound =
            SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    public Refusing() throws IOException {}

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) bound.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
