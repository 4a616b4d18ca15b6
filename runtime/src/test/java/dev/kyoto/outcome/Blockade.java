package dev.kyoto.outcome;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Poll;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Holds each worker of a runtime in a poll, so that what is spawned meanwhile is certainly not polled; what the director orders
 * is done by one of these tasks. A runtime without threads needs none: nobody drives it.
 */
final class Blockade {
    private final Runtime runtime;
    private final int workers;
    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
    private final Runnable leave = () -> {};
    private boolean up;

    Blockade(Runtime runtime, int workers) {
        this.runtime = runtime;
        this.workers = workers;
    }

    void begin() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            runtime.spawn(cx -> {
                held.countDown();
                for (Runnable order = orders.take(); order != leave; order = orders.take()) {
                    order.run();
                }
                return Poll.ready("released");
            });
        }
        held.await();
        up = workers > 0;
    }

    boolean isUp() {
        return up;
    }

    void order(Runnable action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        orders.add(() -> {
            action.run();
            done.countDown();
        });
        done.await();
    }

    void end() {
        up = false;
        for (int i = 0; i < workers; i++) {
            orders.add(leave);
        }
    }
}
