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
}
