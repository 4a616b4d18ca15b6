package dev.kyoto.net;

import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.IoSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Waits for readiness and does nothing with it. */
final class ReadinessFuture extends IoFuture<@Nullable Void> {
    private final IoSource source;
    private final Direction direction;

    ReadinessFuture(IoSource source, Direction direction) {
        super(source, direction);
        this.source = source;
        this.direction = direction;
    }

    @Override
    Poll<@Nullable Void> attempt() throws IOException {
        if (source.isClosed()) {
            throw source.closed();
        }
        return readyWith(null);
    }

    @Override
    protected String describe() {
        return (direction == Direction.READ ? "The readable() of " : "The writable() of ") + source;
    }
}
