package dev.kyoto.compiler.tests.plain;

@FunctionalInterface
public interface AsyncAction extends AsyncCode {
    void run() throws Exception;
}
