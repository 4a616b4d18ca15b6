package dev.kyoto.futures.stream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds for every element. */
final class Elements {
    private Elements() {}

    /** {@code element}, unless it is null, which would read as the end of the stream. */
    static <T> T require(@Nullable T element, String operator) {
        return Objects.requireNonNull(
                element,
                () -> operator + ": an element is not null, because next() yields null at the end. Leave it out with"
                        + " filterMap, or wrap it, in an Optional for one.");
    }

    /** Throws what a future or a stream has thrown, as it was: {@code throw Elements.rethrow(failure)}. */
    @SuppressWarnings("unchecked") // erased: nothing is cast, javac alone is told that X is no checked exception
    static <X extends Throwable> RuntimeException rethrow(Throwable failure) throws X {
        throw (X) failure;
    }

    static int requireLimit(int limit, String operator) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    operator + ": at least 1 at a time, not " + limit + ", or nothing would ever run.");
        }
        return limit;
    }
}
