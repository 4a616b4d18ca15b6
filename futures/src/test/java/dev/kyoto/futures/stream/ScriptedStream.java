package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A stream that a test fills, fails and ends when it likes, and that records what is done to it. */
final class ScriptedStream implements Stream<String> {
    private final Deque<String> elements = new ArrayDeque<>();
    private @Nullable Exception failure;
    private boolean ended;
    private Waker waker = Waker.noop();
    int polls;
    int closes;

    static ScriptedStream of(String... elements) {
        var stream = new ScriptedStream();
        for (String element : elements) {
            stream.add(element);
        }
        return stream;
    }

    /** One more element, and a wake. */
    ScriptedStream add(String element) {
        elements.add(element);
        waker.wake();
        return this;
    }

    /** No more elements after those that are there. */
    ScriptedStream end() {
        ended = true;
        waker.wake();
        return this;
    }

    /** A failure after the elements that are there. */
    ScriptedStream fail(Exception failure) {
        this.failure = failure;
        waker.wake();
        return this;
    }

    @Override
    public Poll<@Nullable String> pollNext(Context cx) throws Exception {
        polls++;
        waker = cx.waker();
        if (!cx.proceed()) {
            return Poll.pending();
        }
        String element = elements.poll();
        if (element != null) {
            return Poll.ready(element);
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? Poll.ready(null) : Poll.pending();
    }

    @Override
    public void close() {
        closes++;
    }
}
