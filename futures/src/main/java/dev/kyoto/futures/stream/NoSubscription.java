package dev.kyoto.futures.stream;

import java.util.concurrent.Flow;

/** A subscription under which nothing comes. */
final class NoSubscription implements Flow.Subscription {
    @Override
    public void request(long count) {
        // there is nothing to send
    }

    @Override
    public void cancel() {
        // nothing was begun
    }
}
