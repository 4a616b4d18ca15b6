package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * The winner of a {@link Futures#selectAll}.
 *
 * @param index where its future stood in the collection
 * @param value what it yielded
 */
public record Selected<T extends @Nullable Object>(int index, T value) {}
