package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.ClosedSourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@link AsyncReadWrite#split}: two halves that close the whole when both are closed. */
final class SharedEnd {
    private static final int READER = 1;
    private static final int WRITER = 2;

    private final AsyncReadWrite whole;

    /** The halves that are not closed. The one that takes out the last sees all that the other did, and closes. */
    private final AtomicInteger open = new AtomicInteger(READER | WRITER);

    private SharedEnd(AsyncReadWrite whole) {
        this.whole = Objects.requireNonNull(whole, "whole");
    }

    static Halves split(AsyncReadWrite whole) {
        var shared = new SharedEnd(whole);
        return new Halves(shared.new ReadHalf(), shared.new WriteHalf());
    }

    private void close(int half) {
        if (open.getAndUpdate(halves -> halves & ~half) == half) {
            whole.close();
        }
    }

    private void requireOpen(int half) throws ClosedSourceException {
        if ((open.get() & half) == 0) {
            throw new ClosedSourceException("This half of " + whole + " was closed, and is used again.");
        }
    }

    private final class ReadHalf implements AsyncRead {
        @Override
        public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
            requireOpen(READER);
            return whole.pollRead(cx, buffer);
        }

        @Override
        public void close() {
            SharedEnd.this.close(READER);
        }

        @Override
        public String toString() {
            return whole.toString();
        }
    }

    private final class WriteHalf implements AsyncWrite {
        @Override
        public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
            requireOpen(WRITER);
            return whole.pollWrite(cx, buffer);
        }

        @Override
        public Poll<@Nullable Void> pollWriteVectored(Context cx, ByteBuffer[] buffers) throws IOException {
            requireOpen(WRITER);
            return whole.pollWriteVectored(cx, buffers);
        }

        @Override
        public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
            requireOpen(WRITER);
            return whole.pollFlush(cx);
        }

        @Override
        public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
            requireOpen(WRITER);
            return whole.pollShutdown(cx);
        }

        @Override
        public void close() {
            SharedEnd.this.close(WRITER);
        }

        @Override
        public String toString() {
            return whole.toString();
        }
    }
}
