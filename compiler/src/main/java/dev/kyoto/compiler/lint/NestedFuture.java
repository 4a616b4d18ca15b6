package dev.kyoto.compiler.lint;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.Tree;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** A block that returns a future: whoever awaits the block gets a future, which does nothing yet. */
final class NestedFuture extends Rule {
    private static final String NAME = "nested-future";

    @Override
    void lambda(LambdaExpressionTree lambda, Place place) {
        TypeMirror type = place.type();
        if (type == null || !place.elements().isAsyncCode(type)) {
            return;
        }
        TypeMirror returned = place.elements().returnTypeOfFunction(type);
        boolean expression = lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION;
        if (returned != null && returned.getKind() == TypeKind.VOID && expression) {
            returned = place.typeOf(lambda.getBody()); // () -> f() as an action drops what f returns
        }
        if (place.elements().isForgettable(returned)) {
            Tree at = expression ? lambda.getBody() : lambda;
            place.warning(
                    at,
                    NAME,
                    "This async block ends with a future that nobody has awaited, and a future does nothing until then. Add"
                            + " .await() to what the block returns.");
        }
    }
}
