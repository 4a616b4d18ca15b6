package dev.kyoto.futures.stream;

import java.util.stream.Collector;

/** Collects the last element. */
final class Last<T> {
    private T value;

    private Last(T value) {
        this.value = value;
    }

    static <T> Collector<T, Last<T>, T> orElse(T none) {
        return Collector.of(
                () -> new Last<>(none), (last, element) -> last.value = element, (one, two) -> two, last -> last.value);
    }
}
