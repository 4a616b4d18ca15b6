package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;

/** {@link ByteStreams#copyBidirectional}. */
final class CopyingBothWays extends AbstractFuture<Copied> {
    private final Way there;
    private final Way back;

    CopyingBothWays(AsyncReadWrite first, AsyncReadWrite second) {
        this.there = new Way(new Transfer(first, second));
        this.back = new Way(new Transfer(second, first));
    }

    @Override
    protected Poll<Copied> step(Context cx) throws IOException {
        // Both, whatever the first one says: each has a waker to register.
        boolean thereIsDone = there.poll(cx);
        boolean backIsDone = back.poll(cx);
        return thereIsDone && backIsDone
                ? readyWith(new Copied(there.transfer.count(), back.transfer.count()))
                : Poll.pending();
    }

    @Override
    protected String describe() {
        return "copyBidirectional(…)";
    }

    /** One direction: everything, and then word of the end. */
    private static final class Way {
        private final Transfer transfer;
        private boolean transferred;
        private boolean done;

        Way(Transfer transfer) {
            this.transfer = transfer;
        }

        boolean poll(Context cx) throws IOException {
            transferred = transferred || transfer.poll(cx);
            done = done || transferred && transfer.writer().pollShutdown(cx).isReady();
            return done;
        }
    }
}
