package dev.kyoto.tls;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.AsyncReadWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A stream below that is watched, and can be cut off. */
final class Wire implements AsyncReadWrite {
    private final AsyncReadWrite stream;

    /** The lengths of all records that were written, without their headers of five bytes. */
    final List<Integer> written = new ArrayList<>();

    /** Their types; 22 is the handshake. */
    final List<Integer> types = new ArrayList<>();

    private final ByteBuffer header = ByteBuffer.allocate(5);
    private int missing;

    /** How many bytes can still be read, and how many were since that was said. */
    private int readable = Integer.MAX_VALUE;

    private int read;
    private boolean isClosed;

    Wire(AsyncReadWrite stream) {
        this.stream = stream;
    }

    /** After this many bytes more, a reader reads the end. */
    void cutAfter(int bytes) {
        readable = bytes;
        read = 0;
    }

    int read() {
        return read;
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public Poll<Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        int before = buffer.position();
        if (readable == 0) {
            return Poll.ready(null);
        }
        buffer.limit(before + Math.min(buffer.remaining(), readable));
        try {
            return stream.pollRead(cx, buffer);
        } finally {
            buffer.limit(limit);
            read += buffer.position() - before;
            readable -= buffer.position() - before;
        }
    }

    @Override
    public Poll<Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        ByteBuffer given = buffer.duplicate();
        Poll<Void> poll = stream.pollWrite(cx, buffer);
        watch(given.limit(buffer.position()));
        return poll;
    }

    private void watch(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (missing > 0) {
                int more = Math.min(missing, bytes.remaining());
                bytes.position(bytes.position() + more);
                missing -= more;
            } else {
                header.put(bytes.get());
                if (!header.hasRemaining()) {
                    missing = header.getShort(3);
                    written.add(missing);
                    types.add((int) header.get(0));
                    header.clear();
                }
            }
        }
    }

    @Override
    public Poll<Void> pollFlush(Context cx) throws IOException {
        return stream.pollFlush(cx);
    }

    @Override
    public Poll<Void> pollShutdown(Context cx) throws IOException {
        return stream.pollShutdown(cx);
    }

    @Override
    public void close() {
        isClosed = true;
        stream.close();
    }

    @Override
    public String toString() {
        return "a wire";
    }
}
