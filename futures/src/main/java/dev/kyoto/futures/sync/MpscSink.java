package dev.kyoto.futures.sync;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractSink;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Mpsc.Sender#sink}. To be ready is to have a permit, so a message is never without its place. */
final class MpscSink<T> extends AbstractSink<T> {
    private final Mpsc.Sender<T> sender;
    private @Nullable Future<Mpsc.Permit<T>> reserving;
    private Mpsc.@Nullable Permit<T> permit;

    MpscSink(Mpsc.Sender<T> sender) {
        this.sender = sender;
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        Future<Mpsc.Permit<T>> place = reserving;
        if (place == null) {
            place = sender.reserve();
            reserving = place;
        }
        Poll<Mpsc.Permit<T>> poll = place.poll(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        reserving = null;
        permit = poll.value();
        return Poll.ready(null);
    }

    @Override
    protected void accept(T message) {
        Mpsc.Permit<T> reserved = Objects.requireNonNull(permit, "the permit of a sink that is ready");
        permit = null;
        reserved.send(message);
    }

    @Override
    protected void released() {
        if (reserving != null) {
            reserving.cancel();
            reserving = null;
        }
        if (permit != null) {
            permit.close();
            permit = null;
        }
        sender.close();
    }

    @Override
    protected String describe() {
        return "Mpsc.Sender.sink()";
    }
}
