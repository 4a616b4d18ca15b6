package dev.kyoto.compiler.lint;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import javax.lang.model.type.TypeMirror;

/**
 * A future that is made and then forgotten: it never runs. Futures whose type is marked {@code @Eager} run anyway, such as
 * the handle of a spawned task.
 */
final class Unawaited extends Rule {
    private static final String NAME = "unawaited";

    @Override
    void statement(ExpressionStatementTree statement, Place place) {
        ExpressionTree expression = statement.getExpression();
        if (!(expression instanceof MethodInvocationTree || expression instanceof NewClassTree)) {
            return;
        }
        TypeMirror type = place.typeOf(expression);
        if (place.elements().isForgettable(type)) {
            place.warning(
                    expression,
                    NAME,
                    place.scope().isAsync()
                            ? "This future is dropped unused, and a future does nothing until it is awaited. Add .await(),"
                                    + " or spawn it."
                            : "This future is dropped unused, and a future does nothing until it is awaited or spawned.");
        }
    }
}
