package dev.kyoto.benchmarks.peer;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Oneshot;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts down, and is done when it is at zero. */
final class Countdown {
    private final AtomicInteger left;
    private final Oneshot<Boolean> done = Oneshot.channel();

    Countdown(int count) {
        left = new AtomicInteger(count);
    }

    void count() {
        if (left.decrementAndGet() == 0) {
            done.sender().send(true);
        }
    }

    Future<Boolean> done() {
        return done.receiver();
    }
}
