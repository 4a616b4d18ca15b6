package dev.kyoto.net;

import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

final class WriteAllFuture extends IoFuture<@Nullable Void> {
    /**
     * How many bytes one poll may write. A peer that keeps up with us would let the loop below go on to the end of the
     * buffer; then this future waits for the driver like one whose socket is full, and others have their turn.
     */
    static final int LONGEST_RUN = 2 << 20;

    private final SocketStream stream;
    private final ByteBuffer buffer;

    WriteAllFuture(SocketStream stream, ByteBuffer buffer) {
        super(stream.source(), Direction.WRITE);
        this.stream = stream;
        this.buffer = buffer;
    }

    @Override
    Poll<@Nullable Void> attempt() throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining() && buffer.position() - start < LONGEST_RUN) {
            if (stream.attemptWrite(buffer) == 0) {
                break;
            }
        }
        return buffer.hasRemaining() ? Poll.pending() : readyWith(null);
    }

    @Override
    protected String describe() {
        return "The writeAll() of " + stream;
    }
}
