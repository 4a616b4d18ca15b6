package dev.kyoto.benchmarks.jmh;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;

/** {@link AwaitBenchmark#sum} as a state machine that somebody wrote by hand. */
final class HandWritten extends SelfPoll<Integer> implements Future<Integer> {
    private final Leaf leaf;
    private final int times;
    private int done;
    private int sum;

    HandWritten(Leaf leaf, int times) {
        this.leaf = leaf;
        this.times = times;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
        int i = done;
        int total = sum;
        while (i < times) {
            Poll<Integer> poll = leaf.poll(cx);
            if (poll.isPending()) {
                done = i;
                sum = total;
                return Poll.pending();
            }
            total += poll.value();
            i++;
        }
        return readyWith(total);
    }
}
