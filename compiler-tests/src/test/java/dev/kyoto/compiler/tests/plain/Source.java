package dev.kyoto.compiler.tests.plain;

public interface Source {
    <T> Future<T> later(T value);

    <T> Future<T> failing(Exception failure);

    <T> T note(T value);

    AutoCloseable resource(String name);

    AutoCloseable leaking(String name);
}
