package dev.kyoto.compiler.tests.plain;

public interface Future<T> {
    T await() throws Exception;
}
