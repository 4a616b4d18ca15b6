package dev.kyoto.compiler.lint;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import javax.lang.model.element.Element;
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

    void error(Tree at, String message) {
        print(Diagnostic.Kind.ERROR, message, at);
    }

    /** An error that {@code @SuppressWarnings("kyoto:name")} turns off. */
    void error(Tree at, String name, String message) {
        if (!isSuppressed(name)) {
            print(Diagnostic.Kind.ERROR, "[kyoto:" + name + "] " + message, at);
        }
    }

    /** A warning that {@code @SuppressWarnings("kyoto:name")} turns off. */
    void warning(Tree at, String name, String message) {
        if (!isSuppressed(name)) {
            print(Diagnostic.Kind.WARNING, "[kyoto:" + name + "] " + message, at);
        }
    }

    private void print(Diagnostic.Kind kind, String message, Tree at) {
        CompilationUnitTree unit = path.getCompilationUnit();
        trees.printMessage(kind, message, at, unit);
    }

    private boolean isSuppressed(String name) {
        for (TreePath around = path; around != null; around = around.getParentPath()) {
            if (isDeclaration(around.getLeaf())) {
                Element declared = trees.getElement(around);
                SuppressWarnings suppressed = declared == null ? null : declared.getAnnotation(SuppressWarnings.class);
                if (suppressed != null && contains(suppressed, name)) {
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

    private static boolean contains(SuppressWarnings suppressed, String name) {
        for (String value : suppressed.value()) {
            if (value.equals("all") || value.equals("kyoto") || value.equals("kyoto:" + name)) {
                return true;
            }
        }
        return false;
    }
}
