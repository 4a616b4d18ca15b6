package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.Element;

/** A future that loses something when it is dropped, made anew for each select of a loop. */
final class CancelUnsafeSelect extends Rule {
    private static final String NAME = "cancel-unsafe-select";

    @Override
    void call(MethodInvocationTree call, Place place) {
        if (isOfFutures(place, "select") && isInLoop(place.path())) {
            call.getArguments().forEach(argument -> checkBranch(argument, place));
        }
    }

    /** A branch is a future, or {@code on} or {@code onIf} with one among its arguments. */
    private static void checkBranch(ExpressionTree branch, Place select) {
        if (!(branch instanceof MethodInvocationTree call)) {
            return;
        }
        Place place = select.in(branch);
        if (isOfFutures(place, "on") || isOfFutures(place, "onIf")) {
            call.getArguments().forEach(argument -> checkBranch(argument, place));
            return;
        }
        Element method = place.element();
        if (method == null) {
            return;
        }
        String lost = place.elements().annotationValue(method, "CancelUnsafe");
        if (lost != null) {
            place.warning(
                    branch,
                    NAME,
                    method.getSimpleName() + "() is not cancel safe: each time that it loses this select, you lose "
                            + lost + ". Make it before the loop, as try (var pinned = pin(…)), and select that.");
        }
    }

    private static boolean isOfFutures(Place place, String name) {
        Element method = place.element();
        return method != null
                && method.getSimpleName().contentEquals(name)
                && place.elements().isInKyoto(method);
    }

    private static boolean isInLoop(TreePath from) {
        for (TreePath path = from; path != null; path = path.getParentPath()) {
            Tree leaf = path.getLeaf();
            switch (leaf.getKind()) {
                case WHILE_LOOP, DO_WHILE_LOOP, FOR_LOOP, ENHANCED_FOR_LOOP -> {
                    return true;
                }
                default -> {
                    if (leaf instanceof LambdaExpressionTree
                            || leaf instanceof MethodTree
                            || leaf instanceof ClassTree) {
                        return false;
                    }
                }
            }
        }
        return false;
    }
}
