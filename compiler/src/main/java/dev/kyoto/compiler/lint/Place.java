package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** A tree where the linter has come to: what it stands in, what javac knows of it, and how to speak about it. */
final class Place {
    private final Trees trees;
    private final AsyncElements elements;
    private final TreePath path;
    private final Scope scope;

    Place(Trees trees, AsyncElements elements, TreePath path, Scope scope) {
        this.trees = trees;
        this.elements = elements;
        this.path = path;
        this.scope = scope;
    }

    Scope scope() {
        return scope;
    }

    AsyncElements elements() {
        return elements;
    }

    TreePath path() {
        return path;
    }

    /** The type of a child of this tree. */
    @Nullable TypeMirror typeOf(Tree child) {
        return trees.getTypeMirror(new TreePath(path, child));
    }

    /** The type of this tree: of a lambda, its functional interface. */
    @Nullable TypeMirror type() {
        return trees.getTypeMirror(path);
    }

    /** What this tree declares or names: of a call, the method. */
    @Nullable Element element() {
        return trees.getElement(path);
    }

    /** The place of another tree around or below this one. */
    Place at(TreePath other) {
        return new Place(trees, elements, other, scope);
    }

    /** The place of a child of this tree. */
    Place in(Tree child) {
        return at(new TreePath(path, child));
    }

    /** Whether this tree is a call that awaits a future. */
    boolean isAwait() {
        Name name = nameOfCall();
        return name != null && elements.isNameOfAwait(name) && elements.isAwait(element());
    }

    /** The name of the method that this tree calls, without asking which one it is; null if it is no call. */
    @Nullable Name nameOfCall() {
        return path.getLeaf() instanceof MethodInvocationTree call ? nameOf(call) : null;
    }

    static @Nullable Name nameOf(MethodInvocationTree call) {
        ExpressionTree method = call.getMethodSelect();
        if (method instanceof MemberSelectTree select) {
            return select.getIdentifier();
        }
        return method instanceof IdentifierTree identifier ? identifier.getName() : null;
    }

    /** The source line of a tree; 0 when javac is told to forget lines. */
    long line(Tree tree) {
        CompilationUnitTree unit = path.getCompilationUnit();
        LineMap lines = unit.getLineMap();
        long start = trees.getSourcePositions().getStartPosition(unit, tree);
        return lines == null ? 0 : lines.getLineNumber(start);
    }

    /** Whether a child of this tree has a wanted call in it; the code of lambdas and classes in it is not its own. */
    boolean hasCall(Tree child, Predicate<Place> wanted) {
        Boolean found = new TreePathScanner<Boolean, @Nullable Void>() {
            @Override
            public Boolean visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
                return wanted.test(at(getCurrentPath())) || reduce(super.visitMethodInvocation(call, null), false);
            }

            @Override
            public Boolean visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
                return false;
            }

            @Override
            public Boolean visitClass(ClassTree type, @Nullable Void unused) {
                return false;
            }

            @Override
            public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
                return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
            }
        }.scan(new TreePath(path, child), null);
        return Boolean.TRUE.equals(found);
    }

    /** Says something about a tree, unless it may be suppressed and is. */
    void report(Tree at, Diagnosis diagnosis, String message) {
        if (!diagnosis.isSuppressible() || !isSuppressed(diagnosis)) {
            Diagnostic.Kind kind = diagnosis.isError() ? Diagnostic.Kind.ERROR : Diagnostic.Kind.WARNING;
            trees.printMessage(kind, diagnosis.text(message), at, path.getCompilationUnit());
        }
    }

    /** Whether {@code @SuppressWarnings("kyoto:name")} stands around this tree. */
    boolean isSuppressed(Diagnosis diagnosis) {
        for (TreePath around = path; around != null; around = around.getParentPath()) {
            if (isDeclaration(around.getLeaf())) {
                Element declared = trees.getElement(around);
                if (declared != null && suppresses(declared, diagnosis.id())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDeclaration(Tree tree) {
        return switch (tree.getKind()) {
            case CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE, METHOD, VARIABLE -> true;
            default -> false;
        };
    }

    /** Reads mirrors, because for {@code getAnnotation} the JDK would write and load classes. */
    private static boolean suppresses(Element declared, String name) {
        for (AnnotationMirror annotation : declared.getAnnotationMirrors()) {
            if (((TypeElement) annotation.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals("java.lang.SuppressWarnings")) {
                for (AnnotationValue value : annotation.getElementValues().values()) {
                    if (value.getValue() instanceof List<?> suppressed && contains(suppressed, name)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean contains(List<?> suppressed, String name) {
        for (Object each : suppressed) {
            Object value = ((AnnotationValue) each).getValue();
            if (value.equals("all") || value.equals("kyoto") || value.equals("kyoto:" + name)) {
                return true;
            }
        }
        return false;
    }
}
