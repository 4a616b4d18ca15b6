package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that has room, and lets out, when a test likes; and that records what is done to it. */
final class ScriptedSink extends AbstractSink<String> {
    /** What was taken. */
    final List<String> taken = new ArrayList<>();

    /** How many of these are out. */
    int out;

    /** For how many elements there is room. */
    private int room;

    private boolean flows;
    private @Nullable Exception failure;
    private Waker waker = Waker.noop();
    boolean finished;
    int releases;

    static ScriptedSink withRoomFor(int elements) {
        return new ScriptedSink().room(elements);
    }

    ScriptedSink room(int elements) {
        room += elements;
        waker.wake();
        return this;
    }

    /** From now on everything gets out. */
    ScriptedSink flow() {
        flows = true;
        waker.wake();
        return this;
    }

    ScriptedSink fail(Exception failure) {
        this.failure = failure;
        waker.wake();
        return this;
    }

    private void begin(Context cx) throws Exception {
        waker = cx.waker();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        begin(cx);
        return room > 0 ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void accept(String element) {
        room--;
        taken.add(element);
    }

    @Override
    protected Poll<@Nullable Void> stepFlush(Context cx) throws Exception {
        begin(cx);
        if (flows) {
            out = taken.size();
        }
        return out == taken.size() ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected Poll<@Nullable Void> stepFinish(Context cx) throws Exception {
        finished = stepFlush(cx).isReady();
        return finished ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void released() {
        releases++;
    }
}
