package dev.kyoto.compiler.lint;

import com.sun.source.tree.MethodTree;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import javax.lang.model.element.Element;

/** No future may override {@code await()}: it would never be called, since the compiler replaces each call by polling. */
final class AwaitOverride implements Rule.OnMethod {
    @Override
    public void method(MethodTree method, Place place) {
        if (!place.elements().isNameOfAwait(method.getName())) {
            return;
        }
        Element declared = place.element();
        if (declared != null
                && place.elements().isAwait(declared)
                && !place.elements().isOfFutureItself(declared)) {
            place.report(
                    method,
                    Diagnosis.AWAIT_OVERRIDDEN,
                    "await() of a future cannot be overridden: in an async block it is never called, because the compiler"
                            + " replaces it by polling. Put the behaviour into poll.");
        }
    }
}
