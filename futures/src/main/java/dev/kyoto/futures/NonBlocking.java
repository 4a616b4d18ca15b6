package dev.kyoto.futures;

/** Implemented by threads that must never wait, such as an executor's workers: {@code blockOn} refuses to park them. */
public interface NonBlocking {}
