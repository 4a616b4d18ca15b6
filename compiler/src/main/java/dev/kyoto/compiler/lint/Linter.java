package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Walks the trees of a class once: asks every rule about them, and notes what the transformer has to know. */
public final class Linter {
    static final List<Rule> RULES =
            List.of(new AwaitPlacement(), new AwaitOverride(), new BlockForm(), new Unawaited());

    private final JavacTask task;
    private final Trees trees;
    private @Nullable AsyncElements elements;

    public Linter(JavacTask task) {
        this.task = task;
        this.trees = Trees.instance(task);
    }

    /** Checks a class that javac has analysed, and the classes in it. */
    public void check(TypeElement type, CompilationUnitTree unit, Findings findings) {
        if (elements == null) {
            elements = AsyncElements.of(task);
        }
        TreePath path = trees.getPath(type);
        if (elements != null && path != null) {
            new Walk(elements, unit, findings).scan(path, null);
        }
    }

    private final class Walk extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final AsyncElements elements;
        private final CompilationUnitTree unit;
        private final Findings findings;
        private Scope scope = Scope.MEMBER;

        Walk(AsyncElements elements, CompilationUnitTree unit, Findings findings) {
            this.elements = elements;
            this.unit = unit;
            this.findings = findings;
        }

        private void ask(Consumer<Rule> question) {
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
            TypeMirror type = place.type();
            Scope inner = Scope.LAMBDA;
            if (type != null && elements.isAsyncCode(type)) {
                note(tree, type);
                inner = Scope.ASYNC_BLOCK;
            }
            ask(rule -> rule.lambda(tree, place));
            return within(inner, () -> super.visitLambdaExpression(tree, null));
        }

        @Override
        public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
            scan(tree.getExpression(), null);
            return within(scope.locked(), () -> scan(tree.getBlock(), null));
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
            if (AwaitPlacement.isAwait(place)) {
                noteReceiver(tree, place);
            }
            ask(rule -> rule.call(tree, place));
            return super.visitMethodInvocation(tree, null);
        }

        @Override
        public @Nullable Void visitExpressionStatement(ExpressionStatementTree tree, @Nullable Void unused) {
            Place place = here();
            ask(rule -> rule.statement(tree, place));
            return super.visitExpressionStatement(tree, null);
        }

        private void note(LambdaExpressionTree lambda, TypeMirror type) {
            String name = elements.internalName(type);
            if (name != null) {
                findings.addAsyncCode(name);
            }
            LineMap lines = unit.getLineMap(); // null with -g:none
            long start = trees.getSourcePositions().getStartPosition(unit, lambda);
            findings.addBlock(new Findings.Block(lambda, unit, lines == null ? 0 : lines.getLineNumber(start)));
        }

        /** Javac names in a call the class of the receiver's static type; without a receiver, the class around it. */
        private void noteReceiver(MethodInvocationTree call, Place place) {
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                TypeMirror receiver =
                        trees.getTypeMirror(new TreePath(new TreePath(place.path(), select), select.getExpression()));
                String name = receiver == null ? null : elements.internalName(receiver);
                if (name != null) {
                    findings.addFuture(name);
                }
            } else if (call.getMethodSelect() instanceof IdentifierTree) {
                for (TreePath path = place.path(); path != null; path = path.getParentPath()) {
                    if (path.getLeaf() instanceof ClassTree
                            && trees.getElement(path) instanceof TypeElement type
                            && elements.isFuture(type.asType())) {
                        findings.addFuture(elements.internalName(type));
                    }
                }
            }
        }
    }
}
