package dev.kyoto.compiler.lint;

import com.sun.source.tree.MethodInvocationTree;

/** {@code await()} belongs directly into an async block, and not while a monitor is held. */
final class AwaitPlacement extends Rule {
    private static final String NAME = "await";

    @Override
    void call(MethodInvocationTree call, Place place) {
        if (!place.isAwait()) {
            return;
        }
        switch (place.scope().kind()) {
            case MEMBER ->
                place.error(
                        call.getMethodSelect(),
                        NAME,
                        "await() outside an async block. Wrap the code in async(() -> …), or wait for the value with"
                                + " blockOn(future). In code that only virtual threads run, where await() parks, say"
                                + " @SuppressWarnings(\"kyoto:await\").");
            case LAMBDA ->
                place.error(
                        call.getMethodSelect(),
                        NAME,
                        "await() in a lambda that is no async block: whoever calls this lambda cannot be suspended. Use a loop"
                                + " in the async block around it, or let the lambda return async(() -> …).");
            case ASYNC_BLOCK -> {
                if (place.scope().inSynchronized()) {
                    place.error(
                            call.getMethodSelect(),
                            "await() in synchronized: the thread that goes on later need not be the one that holds the"
                                    + " monitor. Use dev.kyoto.futures.sync.Mutex, or await before or after it.");
                }
            }
        }
    }
}
