package dev.kyoto.compiler.tests.plain;

public final class Futures {
    private Futures() {}

    public static <T> Future<T> async(AsyncBlock<T> block) {
        return block::run;
    }

    public static Future<Void> async(AsyncAction block) {
        return () -> {
            block.run();
            return null;
        };
    }

    public static <A, R> Future<R> async(AsyncFunction<A, R> block, A argument) {
        return () -> block.apply(argument);
    }

    public static <T> Future<T> ready(T value) {
        return () -> value;
    }
}
