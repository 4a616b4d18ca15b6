package dev.kyoto.compiler.lint;

import com.sun.source.tree.MethodTree;

/** No future may override {@code await()}: it would never be called, since the compiler replaces each call by polling. */
final class AwaitOverride extends Rule {
    @Override
    void method(MethodTree method, Place place) {
        if (method.getName().contentEquals("await")
                && method.getParameters().isEmpty()
                && place.element() != null
                && place.elements().isFuture(place.element().getEnclosingElement().asType())
                && !place.elements().isFutureType(place.element().getEnclosingElement())) {
            place.error(
                    method,
                    "await() of a future cannot be overridden: in an async block it is never called, because the compiler"
                            + " replaces it by polling. Put the behaviour into poll.");
        }
    }
}
