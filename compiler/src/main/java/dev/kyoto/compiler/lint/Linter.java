package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Walks the trees of a class once, and tells every rule about them. */
public final class Linter {
    static final List<Rule> RULES = List.of(
            new AwaitPlacement(),
            new AwaitOverride(),
            new BlockForm(),
            new Unawaited(),
            new NestedFuture(),
            new Blocking(),
            new LockAcrossAwait(),
            new CatchThrowable(),
            new CancelUnsafeSelect());

    private final JavacTask task;
    private final Trees trees;
    private @Nullable AsyncElements elements;

    public Linter(JavacTask task) {
        this.task = task;
        this.trees = Trees.instance(task);
    }

    /** Checks a class that javac has analysed, and the classes in it; notes in {@code findings} what the transformer needs. */
    public void check(TypeElement type, CompilationUnitTree unit, Findings findings) {
        if (elements == null) {
            elements = AsyncElements.of(task);
        }
        TreePath path = trees.getPath(type);
        if (elements != null && path != null) {
            new Walk(elements, new Notes(findings)).scan(path, null);
        }
    }

    private final class Walk extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final AsyncElements elements;
        private final Notes notes;
        private Scope scope = Scope.MEMBER;

        Walk(AsyncElements elements, Notes notes) {
            this.elements = elements;
            this.notes = notes;
        }

        private void ask(Consumer<Rule> question) {
            question.accept(notes);
            RULES.forEach(question);
        }

        private Place here() {
            return new Place(trees, elements, getCurrentPath(), scope);
        }

        private @Nullable Void within(Scope inner, Runnable walk) {
            Scope outer = scope;
            scope = inner;
            try {
                walk.run();
            } finally {
                scope = outer;
            }
            return null;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.type(tree, place));
            return within(Scope.MEMBER, () -> super.visitClass(tree, null));
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.method(tree, place));
            return within(Scope.MEMBER, () -> super.visitMethod(tree, null));
        }

        @Override
        public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
            Place place = here();
            Scope inner = elements.isAsyncCode(place.type()) ? Scope.ASYNC_BLOCK : Scope.LAMBDA;
            ask(rule -> rule.lambda(tree, place));
            return within(inner, () -> super.visitLambdaExpression(tree, null));
        }

        @Override
        public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
            scan(tree.getExpression(), null);
            return within(scope.locked(), () -> scan(tree.getBlock(), null));
        }

        @Override
        public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.tried(tree, place));
            return super.visitTry(tree, null);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.memberReference(tree, place));
            return super.visitMemberReference(tree, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.call(tree, place));
            return super.visitMethodInvocation(tree, null);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.creation(tree, place));
            return super.visitNewClass(tree, null);
        }

        @Override
        public @Nullable Void visitExpressionStatement(ExpressionStatementTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.statement(tree, place));
            return super.visitExpressionStatement(tree, null);
        }
    }
}
