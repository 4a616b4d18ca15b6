package dev.kyoto.futures;

enum NoopWaker implements Waker {
    INSTANCE;

    @Override
    public void wake() {}
}
