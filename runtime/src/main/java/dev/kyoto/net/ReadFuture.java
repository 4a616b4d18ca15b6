package dev.kyoto.net;

import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;

final class ReadFuture extends IoFuture<Integer> {
    private final SocketStream stream;
    private final ByteBuffer buffer;

    ReadFuture(SocketStream stream, ByteBuffer buffer) {
        super(stream.source(), Direction.READ);
        this.stream = stream;
        this.buffer = buffer;
    }

    @Override
    Poll<Integer> attempt() throws IOException {
        int count = stream.attemptRead(buffer);
        return count == 0 ? Poll.pending() : readyWith(count);
    }

    @Override
    protected String describe() {
        return "The read() of " + stream;
    }
}
