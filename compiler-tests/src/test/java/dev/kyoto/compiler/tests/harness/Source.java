package dev.kyoto.compiler.tests.harness;

import dev.kyoto.futures.Future;

/** What a construct awaits, and where it notes what it does. Every call and every await is noted by itself. */
public interface Source {
    /** A future of {@code value}. */
    <T> Future<T> later(T value);

    /** A future that fails. */
    <T> Future<T> failing(Exception failure);

    /** Notes that an operand was evaluated. */
    <T> T note(T value);

    /** A resource that notes that it is opened and closed. */
    AutoCloseable resource(String name);

    /** A resource that notes that it is opened, and fails to close. */
    AutoCloseable leaking(String name);
}
