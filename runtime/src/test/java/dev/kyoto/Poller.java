package dev.kyoto;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;

/** Futures for tests, written by hand. */
public final class Poller {
    private Poller() {}

    /** Gives up its turn {@code times} times, then is ready with {@code value}. */
    public static <T> Future<T> yielding(int times, T value) {
        return new Future<>() {
            private int left = times;

            @Override
            public Poll<T> poll(Context cx) {
                if (left-- > 0) {
                    cx.defer();
                    return Poll.pending();
                }
                return Poll.ready(value);
            }
        };
    }

    public static <T> Future<T> failing(Throwable failure) {
        return cx -> {
            throw Poller.<RuntimeException>unchecked(failure);
        };
    }

    /** {@code first}, then {@code second}, whose value it yields. */
    public static <T> Future<T> then(Future<?> first, Future<T> second) {
        return new Future<>() {
            private boolean firstDone;

            @Override
            public Poll<T> poll(Context cx) throws Exception {
                if (!firstDone) {
                    if (first.poll(cx).isPending()) {
                        return Poll.pending();
                    }
                    firstDone = true;
                }
                return second.poll(cx);
            }

            @Override
            public void cancel() {
                if (!firstDone) {
                    first.cancel();
                }
                second.cancel();
            }
        };
    }

    /** Never ready; runs {@code cleanup} when it is dropped after its first poll. */
    public static <T> Future<T> pendingUntilDropped(Runnable onFirstPoll, Runnable cleanup) {
        return new Future<>() {
            private boolean polled;

            @Override
            public Poll<T> poll(Context cx) {
                if (!polled) {
                    polled = true;
                    onFirstPoll.run();
                }
                return Poll.pending();
            }

            @Override
            public void cancel() {
                if (polled) {
                    cleanup.run();
                }
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
