package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** An async block with an argument that yields nothing, such as what is done with each element of a stream. */
@FunctionalInterface
public interface AsyncConsumer<A extends @Nullable Object> extends AsyncCode {
    void accept(A argument) throws Exception;
}
