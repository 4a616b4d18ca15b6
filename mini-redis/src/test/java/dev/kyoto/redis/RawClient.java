package dev.kyoto.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A socket that speaks in bytes; {@code ~} stands for CR LF. Waits a minute at most for what it expects. */
final class RawClient implements Closeable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        socket.setReceiveBufferSize(16 << 10); // small, so that a client that does not read is soon noticed
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    RawClient send(String text) throws IOException {
        out.write(bytes(text));
        return this;
    }

    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Sends an inline command, and checks the reply. */
    void ask(String command, String reply) throws IOException {
        send(command + "~").expect(reply);
    }

    RawClient expect(String text) throws IOException {
        byte[] expected = bytes(text);
        byte[] actual = in.readNBytes(expected.length);
        assertEquals(text, new String(actual, StandardCharsets.ISO_8859_1).replace("\r\n", "~"));
        return this;
    }

    /** Reads {@code count} bytes, whatever they are. */
    void skip(long count) throws IOException {
        in.skipNBytes(count);
    }

    /** One line without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b == -1) {
                fail("the connection ended in the middle of a line: " + line);
            }
            line.append((char) b);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    /** Reads to the end, and checks that it comes in good order. */
    void expectEnd() throws IOException {
        assertEquals(-1, in.read());
    }

    /** Reads to the end, which may be a reset, and throws away what comes before. */
    void expectDisconnect() throws IOException {
        byte[] waste = new byte[1 << 16];
        try {
            while (in.read(waste) >= 0) {
                // what was on its way
            }
        } catch (SocketException reset) {
            // an end too
        }
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Makes {@link #close()} a reset, as when the client's machine is gone. */
    void resetOnClose() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
