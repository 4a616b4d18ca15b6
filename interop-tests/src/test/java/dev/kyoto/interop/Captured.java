package dev.kyoto.interop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A publisher that sends nothing, and keeps its subscriber for the kit. */
final class Captured implements Flow.Publisher<Integer> {
    private final CompletableFuture<Flow.Subscriber<Integer>> subscriber = new CompletableFuture<>();

    @Override
    @SuppressWarnings("unchecked") // a subscriber to more is one to less
    public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
        this.subscriber.complete((Flow.Subscriber<Integer>) subscriber);
    }

    /** Waits for it. */
    Flow.Subscriber<Integer> subscriber() {
        return subscriber.join();
    }
}
