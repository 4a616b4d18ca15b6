package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves, then shakes hands with one address after the other until one accepts. */
final class ConnectFuture extends AbstractFuture<TcpStream> {
    private final Resolution resolution;

    /** Null while resolving. */
    private @Nullable Iterator<InetSocketAddress> addresses;

    private @Nullable Handshake handshake;
    private @Nullable Exception failure;

    ConnectFuture(Resolution resolution) {
        this.resolution = resolution;
    }

    @Override
    protected Poll<TcpStream> step(Context cx) throws Exception {
        NioDriver driver = NioDriver.of(cx, describe());
        if (driver == null) {
            return Poll.pending();
        }
        if (addresses == null) {
            Poll<List<InetSocketAddress>> resolved = resolution.poll(cx);
            if (resolved.isPending()) {
                return Poll.pending();
            }
            addresses = resolved.value().iterator();
        }
        while (handshake != null || addresses.hasNext()) {
            try {
                if (handshake == null) {
                    handshake = Handshake.with(addresses.next(), driver);
                }
                return handshake.poll(cx);
            } catch (Exception e) {
                failed(e);
            }
        }
        throw failure != null ? failure : new IOException(describe() + " has no address to try.");
    }

    private void failed(Exception e) {
        if (failure != null) {
            e.addSuppressed(failure);
        }
        failure = e;
        if (handshake != null) {
            handshake.stream.close();
            handshake = null;
        }
    }

    @Override
    protected void dropped() {
        resolution.cancel();
        if (handshake != null) {
            handshake.cancel();
        }
    }

    @Override
    protected String describe() {
        return "TcpStream.connect(" + resolution + ")";
    }

    /** The attempt to connect to one address. */
    private static final class Handshake extends IoFuture<TcpStream> {
        private final SocketChannel channel;
        private final TcpStream stream;
        private boolean begun;

        private Handshake(SocketChannel channel, TcpStream stream) {
            super(stream.source(), Direction.WRITE);
            this.channel = channel;
            this.stream = stream;
        }

        static Handshake with(InetSocketAddress address, NioDriver driver) throws IOException {
            try {
                SocketChannel channel = SocketChannel.open();
                return new Handshake(channel, TcpStream.connecting(driver, channel, address));
            } catch (IOException e) {
                throw SocketErrors.connecting(address, e);
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
                throw SocketErrors.connecting(stream.peerAddress(), e);
            }
        }

        @Override
        protected void dropped() {
            super.dropped();
            stream.close();
        }
    }
}
