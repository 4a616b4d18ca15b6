package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** An async block is a lambda of one functional interface. */
final class BlockForm implements Rule.OnMemberReference, Rule.OnBlock, Rule.OnClass {
    @Override
    public void memberReference(MemberReferenceTree reference, Place place) {
        if (place.elements().isAsyncCode(place.type())) {
            place.report(
                    reference,
                    Diagnosis.METHOD_REFERENCE,
                    "A method reference cannot be an async block, because its method is compiled as an ordinary one. Write"
                            + " a lambda that calls it: () -> " + reference.getQualifierExpression() + "."
                            + reference.getName() + "(…).");
        }
    }

    @Override
    public void block(LambdaExpressionTree block, Place place) {
        TypeMirror type = place.type();
        if (type == null) {
            return;
        }
        if (place.elements().isSerializable(type)) {
            place.report(
                    block,
                    Diagnosis.SERIALIZABLE_BLOCK,
                    "An async block cannot be serializable: what it is suspended at is not. Remove Serializable.");
        } else if (type.getKind() == TypeKind.INTERSECTION) {
            place.report(
                    block,
                    Diagnosis.INTERSECTION_BLOCK,
                    "An async block has one functional interface. Instead of the cast to several, declare an interface"
                            + " that extends them.");
        }
    }

    private static boolean extendsAny(ClassTree type) {
        return type.getExtendsClause() != null || !type.getImplementsClause().isEmpty();
    }

    @Override
    public void type(ClassTree type, Place place) {
        if (extendsAny(type)
                && place.element() instanceof TypeElement declared
                && declared.getKind().isClass()
                && place.elements().isAsyncCode(declared.asType())
                && !place.elements().isSubclass(declared, "dev.kyoto.futures.CompiledBlock")) {
            place.report(
                    type,
                    Diagnosis.BLOCK_CLASS,
                    "A class cannot be an async block: its method is compiled as an ordinary one, and cannot be started."
                            + " Write a lambda, which may call methods of the class.");
        }
    }
}
