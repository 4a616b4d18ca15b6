package dev.kyoto.futures;

/**
 * Marks functional interfaces whose lambdas are async blocks: the Kyoto compiler turns each such lambda into a state
 * machine, and {@code await()} may be used in its body.
 *
 * <p>Extend one of the ready-made interfaces ({@link AsyncBlock}, {@link AsyncAction}, {@link AsyncFunction}), or this one
 * for a functional interface of your own.
 */
public interface AsyncCode {}
