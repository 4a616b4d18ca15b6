package dev.kyoto.internal.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Two connected sockets: the near end does not block, the far end does. */
record SocketPair(SocketChannel near, SocketChannel far) implements AutoCloseable {
    static SocketPair open() throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel near = SocketChannel.open(listener.getLocalAddress());
            SocketChannel far = listener.accept();
            near.configureBlocking(false);
            // Else tests that send single bytes wait for delayed acknowledgements.
            near.setOption(StandardSocketOptions.TCP_NODELAY, true);
            far.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new SocketPair(near, far);
        }
    }

    /** Sends so many bytes from the far end. */
    void send(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            far.write(buffer);
        }
    }

    /** Fills the near end's send buffer until it takes no more. Returns how many bytes fit. */
    long stuffNear() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(64 << 10);
        long sum = 0;
        int count;
        while ((count = near.write(block.clear())) > 0) {
            sum += count;
        }
        return sum;
    }

    /** Takes so many bytes out of the far end. */
    void receive(long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        while (bytes > 0) {
            bytes -= far.read(buffer.clear());
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
