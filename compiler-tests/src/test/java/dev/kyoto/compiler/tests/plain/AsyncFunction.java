package dev.kyoto.compiler.tests.plain;

@FunctionalInterface
public interface AsyncFunction<A, R> extends AsyncCode {
    R apply(A argument) throws Exception;
}
