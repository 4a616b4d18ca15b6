package dev.kyoto.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Result;
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;

/**
 * Futures side by side on the test's thread, each polled when it was woken. If none is woken and not all have ended, they wait
 * for each other, or somebody was not woken who should have been: that fails, at once.
 */
final class Together {
    private static final class Running<T> implements Waker {
        private final Future<Result<T>> future;
        private volatile boolean isWoken = true;
        private Result<T> result;

        Running(Future<T> future) {
            this.future = future.catching();
        }

        boolean pollIfWoken() throws Exception {
            if (result != null || !isWoken) {
                return false;
            }
            isWoken = false;
            Poll<Result<T>> poll = future.poll(Context.of(this));
            if (poll.isReady()) {
                result = poll.value();
            }
            return true;
        }

        @Override
        public void wake() {
            isWoken = true;
        }
    }

    /** How two futures have ended. */
    record Ends<A, B>(Result<A> first, Result<B> second) {}

    private Together() {}

    /** The value of {@code future}, when it and all the others have ended. The first failure among them is thrown. */
    static <T> T run(Future<T> future, Future<?>... others) throws Exception {
        var running = new Running<>(future);
        List<Running<?>> all = new ArrayList<>(List.of(running));
        for (Future<?> other : others) {
            all.add(new Running<>(other));
        }
        poll(all);
        for (Running<?> ended : all) {
            ended.result.get();
        }
        return running.result.get();
    }

    static <A, B> Ends<A, B> ends(Future<A> first, Future<B> second) throws Exception {
        var one = new Running<>(first);
        var two = new Running<>(second);
        poll(List.of(one, two));
        return new Ends<>(one.result, two.result);
    }

    static Exception failure(Result<?> result) {
        assertTrue(result instanceof Result.Failure, () -> "it did not fail: " + result);
        return ((Result.Failure<?>) result).failure();
    }

    private static void poll(List<Running<?>> all) throws Exception {
        while (all.stream().anyMatch(running -> running.result == null)) {
            boolean moved = false;
            for (Running<?> running : all) {
                moved |= running.pollIfWoken();
            }
            if (!moved) {
                fail("Nobody is woken any more, and of these futures some have not ended: "
                        + all.stream().map(running -> running.result).toList());
            }
        }
    }
}
