package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** An async block with an argument, such as the handler of a select branch. */
@FunctionalInterface
public interface AsyncFunction<A extends @Nullable Object, R extends @Nullable Object> extends AsyncCode {
    R apply(A argument) throws Exception;
}
