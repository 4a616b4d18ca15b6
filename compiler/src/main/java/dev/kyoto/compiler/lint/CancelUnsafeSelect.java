package dev.kyoto.compiler.lint;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/** A future that loses something when it is dropped, in a select of a loop: made there, or kept in a local variable. */
final class CancelUnsafeSelect implements Rule.OnCall {
    private static final Set<String> SELECT = Set.of("select");

    @Override
    public void call(MethodInvocationTree call, Place place) {
        if (Marks.isOfKyoto(place, SELECT) && isInLoop(place.path())) {
            call.getArguments().forEach(argument -> checkBranch(argument, place));
        }
    }

    /** A branch is a future, or {@code on} or {@code onIf} with one among its arguments. */
    private static void checkBranch(ExpressionTree branch, Place select) {
        Place place = select.in(branch);
        if (branch instanceof MethodInvocationTree call && Marks.isOfKyoto(place, Marks.BRANCH)) {
            call.getArguments().forEach(argument -> checkBranch(argument, place));
            return;
        }
        Element unsafe = unsafeMethod(place, new HashSet<>());
        if (unsafe != null) {
            select.report(
                    branch,
                    Diagnosis.CANCEL_UNSAFE_SELECT,
                    unsafe.getSimpleName() + "() is not cancel safe: each time that it loses this select, you lose "
                            + place.elements().annotationValue(unsafe, "CancelUnsafe")
                            + ". Make it before the loop, as try (var pinned = pin(…)), and select that.");
        }
    }

    /** The method that makes the future which an expression yields, if it is marked; or null. */
    private static @Nullable Element unsafeMethod(Place future, Set<Element> variables) {
        Tree tree = future.path().getLeaf();
        if (tree instanceof ParenthesizedTree inner) {
            return unsafeMethod(future.in(inner.getExpression()), variables);
        } else if (tree instanceof IdentifierTree) {
            Element variable = future.element();
            return variable != null && variable.getKind() == ElementKind.LOCAL_VARIABLE && variables.add(variable)
                    ? unsafeValue(variable, future, variables)
                    : null;
        } else if (!(tree instanceof MethodInvocationTree call)) {
            return null;
        } else if (Marks.isOfKyoto(future, Marks.TRANSPARENT)) {
            return unsafeMethodWithin(call, future, variables);
        }
        Element method = future.element();
        return method != null && future.elements().annotationValue(method, "CancelUnsafe") != null ? method : null;
    }

    private static @Nullable Element unsafeMethodWithin(
            MethodInvocationTree call, Place place, Set<Element> variables) {
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            Element found = unsafeMethod(place.in(select).in(select.getExpression()), variables);
            if (found != null) {
                return found;
            }
        }
        for (ExpressionTree argument : call.getArguments()) {
            Element found = unsafeMethod(place.in(argument), variables);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What of all that a local variable is given, in the method around it, is unsafe; or null. */
    private static @Nullable Element unsafeValue(Element variable, Place use, Set<Element> variables) {
        return new TreePathScanner<@Nullable Element, @Nullable Void>() {
            @Override
            public @Nullable Element visitVariable(VariableTree tree, @Nullable Void unused) {
                boolean wanted = variable.equals(use.at(getCurrentPath()).element());
                return wanted && tree.getInitializer() != null
                        ? unsafeMethod(use.at(new TreePath(getCurrentPath(), tree.getInitializer())), variables)
                        : super.visitVariable(tree, null);
            }

            @Override
            public @Nullable Element visitAssignment(AssignmentTree tree, @Nullable Void unused) {
                Place target = use.at(new TreePath(getCurrentPath(), tree.getVariable()));
                return variable.equals(target.element())
                        ? unsafeMethod(use.at(new TreePath(getCurrentPath(), tree.getExpression())), variables)
                        : super.visitAssignment(tree, null);
            }

            @Override
            public @Nullable Element reduce(@Nullable Element one, @Nullable Element other) {
                return one != null ? one : other;
            }
        }.scan(memberAround(use.path()), null);
    }

    /** The method or initialiser in which a local variable that is visible here is declared. */
    private static TreePath memberAround(TreePath from) {
        TreePath path = from;
        while (path.getParentPath() != null && !(path.getParentPath().getLeaf() instanceof ClassTree)) {
            path = path.getParentPath();
        }
        return path;
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
