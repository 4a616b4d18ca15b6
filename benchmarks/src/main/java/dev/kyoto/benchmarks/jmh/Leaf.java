package dev.kyoto.benchmarks.jmh;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * What a block awaits at the bottom: a future that may be awaited again and again, and is not inlined, as a socket's would
 * not be.
 */
final class Leaf extends SelfPoll<Integer> implements Future<Integer> {
    private final boolean suspends;
    private boolean polled;
    private int number;

    private Leaf(boolean suspends) {
        this.suspends = suspends;
    }

    /** Ready at each poll. */
    static Leaf ready() {
        return new Leaf(false);
    }

    /** Pending and ready in turns. */
    static Leaf suspending() {
        return new Leaf(true);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public Poll<Integer> poll(Context cx) {
        if (suspends && !polled) {
            polled = true;
            return Poll.pending();
        }
        polled = false;
        return readyWith(number++ & 127); // small numbers, whose boxes are cached
    }
}
