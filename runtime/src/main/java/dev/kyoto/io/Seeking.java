package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.util.Objects;

/** {@link AsyncSeek#seek}. */
final class Seeking extends AbstractFuture<Long> {
    private final AsyncSeek target;
    private final AsyncSeek.From from;
    private final long offset;

    Seeking(AsyncSeek target, AsyncSeek.From from, long offset) {
        this.target = target;
        this.from = Objects.requireNonNull(from, "from");
        this.offset = offset;
    }

    @Override
    protected Poll<Long> step(Context cx) throws IOException {
        return target.pollSeek(cx, from, offset);
    }

    @Override
    protected String describe() {
        return "The seek() of " + target;
    }
}
