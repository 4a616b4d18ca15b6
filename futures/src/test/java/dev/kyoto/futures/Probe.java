package dev.kyoto.futures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A future that a test ends when it likes, and that records what is done to it. It neither checks nor hides a second drop
 * or a poll after its end: what a combinator does is what the counters say.
 */
final class Probe implements Future<String> {
    final String name;
    final List<Waker> wakers = new ArrayList<>();
    int polls;
    int drops;

    /** Runs within the drop. */
    Runnable onDrop = () -> {};

    /** Runs within each poll, first. */
    Runnable onPoll = () -> {};

    /** Units of the budget to use up, one after the other, before this future ends. */
    int work;

    private boolean ended;
    private @Nullable String value;
    private @Nullable Exception failure;

    Probe(String name) {
        this.name = name;
    }

    static Probe[] many(int count) {
        Probe[] probes = new Probe[count];
        for (int i = 0; i < count; i++) {
            probes[i] = new Probe("p" + i);
        }
        return probes;
    }

    static int polls(Probe... probes) {
        int sum = 0;
        for (Probe probe : probes) {
            sum += probe.polls;
        }
        return sum;
    }

    /** Ready from now on; its waker is woken. */
    Probe complete(@Nullable String value) {
        this.value = value;
        ended = true;
        wake();
        return this;
    }

    Probe complete() {
        return complete("value of " + name);
    }

    Probe fail(Exception failure) {
        this.failure = failure;
        return complete(null);
    }

    /** Wakes the waker of the latest poll. */
    void wake() {
        if (!wakers.isEmpty()) {
            wakers.get(wakers.size() - 1).wake();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // tests yield null too
    public Poll<String> poll(Context cx) throws Exception {
        polls++;
        wakers.add(cx.waker());
        onPoll.run();
        while (work > 0) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            work--;
        }
        if (!ended) {
            return Poll.pending();
        }
        if (failure != null) {
            throw failure;
        }
        return Poll.ready(value);
    }

    @Override
    public void cancel() {
        drops++;
        onDrop.run();
    }
}
