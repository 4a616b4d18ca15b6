package dev.kyoto.compiler.tests.plain;

@FunctionalInterface
public interface AsyncBlock<T> extends AsyncCode {
    T run() throws Exception;
}
