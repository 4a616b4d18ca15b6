package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sink made of another one, which it owns. As it stands, what this one takes that one has taken. */
abstract class SinkOperator<S, T> extends AbstractSink<S> {
    final Sink<? super T> target;

    SinkOperator(Sink<? super T> target) {
        this.target = Objects.requireNonNull(target, "sink");
    }

    /** Moves on what the target has not taken yet; ready when there is nothing left. */
    Poll<@Nullable Void> moveOn(Context cx) throws Exception {
        return Poll.ready(null);
    }

    @Override
    protected final Poll<@Nullable Void> stepFlush(Context cx) throws Exception {
        return moveOn(cx).isPending() ? Poll.pending() : target.pollFlush(cx);
    }

    @Override
    protected final Poll<@Nullable Void> stepFinish(Context cx) throws Exception {
        return moveOn(cx).isPending() ? Poll.pending() : target.pollFinish(cx);
    }

    @Override
    protected void released() {
        target.close();
    }
}
