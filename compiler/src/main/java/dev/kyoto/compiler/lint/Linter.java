package dev.kyoto.compiler.lint;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Knows all rules, and tells them about the classes of one compilation. */
public final class Linter {
    private final JavacTask task;
    private final Trees trees;
    private final List<Rule> rules;
    private @Nullable LintWalk walk;

    /** One that notes in {@code findings} what the transformer needs. */
    public Linter(JavacTask task, Findings findings) {
        this.task = task;
        this.trees = Trees.instance(task);
        this.rules = List.of(
                new Notes(findings),
                new AwaitPlacement(),
                new AwaitOverride(),
                new BlockForm(),
                new Unawaited(),
                new NestedFuture(),
                new Blocking(),
                new LockAcrossAwait(),
                new CatchThrowable(),
                new CancelUnsafeSelect());
    }

    /** Checks a class that javac has analysed, and the classes in it. */
    public void check(TypeElement type, CompilationUnitTree unit) {
        if (walk == null) {
            AsyncElements elements = AsyncElements.of(task);
            if (elements == null) {
                return;
            }
            walk = new LintWalk(trees, elements, rules);
        }
        TreePath path = pathOf(type, unit);
        if (path != null) {
            walk.walk(path);
        }
    }

    /** Javac would look for it in the whole source file. */
    private @Nullable TreePath pathOf(TypeElement type, CompilationUnitTree unit) {
        TreePath root = new TreePath(unit);
        for (Tree declaration : unit.getTypeDecls()) {
            TreePath path = new TreePath(root, declaration);
            if (Objects.equals(type, trees.getElement(path))) {
                return path;
            }
        }
        return trees.getPath(type);
    }
}
