package dev.kyoto.compiler.tests;

import dev.kyoto.futures.Future;

/** What code that a test compiles while it runs may ask for: see {@link Script}. */
public interface Source {
    /** A future of {@code value}, ready now or later. */
    <T> Future<T> later(T value);

    /** A future that fails, now or later. */
    <T> Future<T> failing(Exception failure);

    /** Notes that an operand was evaluated. */
    <T> T note(T value);
}
