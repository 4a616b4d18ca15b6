package dev.kyoto.compiler.lint;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** An async block is a lambda of one functional interface. */
final class BlockForm extends Rule {
    @Override
    void memberReference(MemberReferenceTree reference, Place place) {
        if (place.elements().isAsyncCode(place.type())) {
            place.error(
                    reference,
                    "A method reference cannot be an async block, because its method is compiled as an ordinary one. Write"
                            + " a lambda that calls it: () -> " + reference.getQualifierExpression() + "."
                            + reference.getName() + "(…).");
        }
    }

    @Override
    void lambda(LambdaExpressionTree lambda, Place place) {
        TypeMirror type = place.type();
        if (type == null || !place.elements().isAsyncCode(type)) {
            return;
        }
        if (place.elements().isSerializable(type)) {
            place.error(
                    lambda,
                    "An async block cannot be serializable: what it is suspended at is not. Remove Serializable.");
        } else if (type.getKind() == TypeKind.INTERSECTION) {
            place.error(
                    lambda,
                    "An async block has one functional interface. Instead of the cast to several, declare an interface"
                            + " that extends them.");
        }
    }
}
