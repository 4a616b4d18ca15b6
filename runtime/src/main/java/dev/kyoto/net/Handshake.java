package dev.kyoto.net;

import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** The attempt to connect to one address. A failed or dropped one has closed its socket. */
final class Handshake extends IoFuture<TcpStream> {
    private final SocketChannel channel;
    private final TcpStream stream;
    private boolean begun;

    private Handshake(SocketChannel channel, TcpStream stream) {
        super(stream.source(), Direction.WRITE);
        this.channel = channel;
        this.stream = stream;
    }

    static Handshake with(InetSocketAddress address, TcpSocket.Plan plan, NioDriver driver) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            plan.prepare(channel);
            return new Handshake(channel, TcpStream.connecting(driver, channel, address));
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    Poll<TcpStream> attempt() throws IOException {
        try {
            boolean connected = begun ? channel.finishConnect() : channel.connect(stream.peerAddress());
            begun = true;
            if (!connected) {
                return Poll.pending();
            }
            stream.connected();
            return readyWith(stream);
        } catch (IOException e) {
            stream.close();
            throw SocketErrors.connecting(stream.peerAddress(), e);
        }
    }

    @Override
    protected void dropped() {
        super.dropped();
        stream.close();
    }

    @Override
    protected String describe() {
        return "The connecting of " + stream;
    }
}
