package dev.kyoto;

import dev.kyoto.futures.Futures;

/** Everything a program on the Kyoto runtime calls, for one static import: {@code import static dev.kyoto.Kyoto.*}. */
public final class Kyoto extends Futures {
    private Kyoto() {}
}
