package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;

/** {@link ByteStreams#copy}. */
final class Copying extends AbstractFuture<Long> {
    private final Transfer transfer;

    Copying(AsyncRead reader, AsyncWrite writer) {
        this.transfer = new Transfer(reader, writer);
    }

    @Override
    protected Poll<Long> step(Context cx) throws IOException {
        return transfer.poll(cx) ? readyWith(transfer.count()) : Poll.pending();
    }

    @Override
    protected String describe() {
        return "copy(…)";
    }
}
