package dev.kyoto.compiler.lint;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberReferenceTree.ReferenceMode;
import com.sun.source.tree.Tree;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * A future that is made and then forgotten: it never runs. Futures whose type is marked {@code @Eager} run anyway, such as
 * the handle of a spawned task.
 */
final class Unawaited implements Rule.OnStatement, Rule.OnLambda, Rule.OnMemberReference {
    @Override
    public void statement(ExpressionTree expression, Place place) {
        if (isForgotten(expression, place)) {
            place.report(
                    expression,
                    Diagnosis.UNAWAITED,
                    place.scope().isAsync()
                            ? "This future is dropped unused, and a future does nothing until it is awaited. Add .await(),"
                                    + " or spawn it."
                            : "This future is dropped unused, and a future does nothing until it is awaited or spawned.");
        }
    }

    /** {@code names.forEach(name -> fetch(name))}: what calls the lambda wants nothing of it. */
    @Override
    public void lambda(LambdaExpressionTree lambda, Place place) {
        if (lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION
                && isForgotten(lambda.getBody(), place)
                && dropsResult(place)) {
            reportDropped(lambda.getBody(), place);
        }
    }

    @Override
    public void memberReference(MemberReferenceTree reference, Place place) {
        if (!(place.element() instanceof ExecutableElement method)) {
            return;
        }
        boolean isForgotten = reference.getMode() == ReferenceMode.NEW
                ? method.getEnclosingElement() instanceof TypeElement type
                        && place.elements().isForgettable(type.asType())
                : place.elements().isForgettable(method.getReturnType());
        if (isForgotten && dropsResult(place)) {
            reportDropped(reference, place);
        }
    }

    private static boolean isForgotten(Tree expression, Place place) {
        return place.elements().isForgettable(place.typeOf(expression))
                && !isOfCollection(place.in(expression).element(), place.elements());
    }

    /** {@code running.put(key, future)} makes no future: it gives back the one that was there, for which somebody has answered. */
    private static boolean isOfCollection(@Nullable Element method, AsyncElements elements) {
        return method != null
                && method.getEnclosingElement() instanceof TypeElement type
                && (elements.isSubclass(type, "java.util.Map") || elements.isSubclass(type, "java.util.Collection"));
    }

    /** Whether the functional interface of this lambda or reference, which is no async block, returns nothing. */
    private static boolean dropsResult(Place place) {
        TypeMirror type = place.type();
        if (type == null || place.elements().isAsyncCode(type)) {
            return false;
        }
        if (place.elements().mayThrowAnything(type)) {
            return false; // code that a test expects to throw: assertThrows(…, () -> connect(null))
        }
        TypeMirror returned = place.elements().returnTypeOfFunction(type);
        return returned != null && returned.getKind() == TypeKind.VOID;
    }

    private static void reportDropped(Tree at, Place place) {
        place.report(
                at,
                Diagnosis.UNAWAITED,
                "Whoever calls this drops the future, and a future does nothing until it is awaited or spawned. Spawn it, or"
                        + " use a loop with an await in it.");
    }
}
