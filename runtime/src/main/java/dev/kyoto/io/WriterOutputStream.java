package dev.kyoto.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** {@link ByteStreams#outputStream}. */
final class WriterOutputStream extends OutputStream {
    private final AsyncWrite writer;
    private boolean closed;

    WriterOutputStream(AsyncWrite writer) {
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        BlockingCalls.await(writer.writeAll(ByteBuffer.wrap(bytes, offset, length)));
    }

    @Override
    public void flush() throws IOException {
        BlockingCalls.await(writer.flush());
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                BlockingCalls.await(writer.shutdown());
            } finally {
                writer.close();
            }
        }
    }
}
