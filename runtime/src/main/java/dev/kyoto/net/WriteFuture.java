package dev.kyoto.net;

import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;

final class WriteFuture extends IoFuture<Integer> {
    private final SocketStream stream;
    private final ByteBuffer buffer;

    WriteFuture(SocketStream stream, ByteBuffer buffer) {
        super(stream.source(), Direction.WRITE);
        this.stream = stream;
        this.buffer = buffer;
    }

    @Override
    Poll<Integer> attempt() throws IOException {
        int count = stream.attemptWrite(buffer);
        return count == 0 && buffer.hasRemaining() ? Poll.pending() : readyWith(count);
    }

    @Override
    protected String describe() {
        return "The write() of " + stream;
    }
}
