package dev.kyoto.futures.stream;

/** Throwing again what a source has thrown. */
final class Failures {
    private Failures() {}

    /** Throws {@code failure} as it was: {@code throw Failures.rethrow(failure)}. */
    @SuppressWarnings("unchecked") // erased: nothing is cast, javac alone is told that X is no checked exception
    static <X extends Throwable> RuntimeException rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
