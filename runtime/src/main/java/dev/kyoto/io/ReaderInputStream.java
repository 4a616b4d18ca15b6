package dev.kyoto.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** {@link ByteStreams#inputStream}. */
final class ReaderInputStream extends InputStream {
    private final AsyncRead reader;

    ReaderInputStream(AsyncRead reader) {
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : BlockingCalls.await(reader.read(ByteBuffer.wrap(bytes, offset, length)));
    }

    @Override
    public void close() {
        reader.close();
    }
}
