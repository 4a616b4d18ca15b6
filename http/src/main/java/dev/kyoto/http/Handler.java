package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;

import dev.kyoto.futures.Future;

final class Handler {
    private Handler() {}

    static Future<Integer> run(Future<Integer> one) {
        return async(() -> one.await() + 1);
    }
}
