package dev.kyoto.compiler.lint;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the trees of a class once, and tells each rule about those that it wants to hear of. */
final class LintWalk extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Trees trees;
    private final AsyncElements elements;

    private final List<Rule.OnAwait> onAwait;
    private final List<Rule.OnCall> onCall;
    private final List<Rule.OnCreation> onCreation;
    private final List<Rule.OnStatement> onStatement;
    private final List<Rule.OnBlock> onBlock;
    private final List<Rule.OnLambda> onLambda;
    private final List<Rule.OnMemberReference> onMemberReference;
    private final List<Rule.OnTry> onTry;
    private final List<Rule.OnMethod> onMethod;
    private final List<Rule.OnClass> onClass;

    private final Trail trail = new Trail();
    private Scope scope = Scope.MEMBER;

    LintWalk(Trees trees, AsyncElements elements, List<Rule> rules) {
        this.trees = trees;
        this.elements = elements;
        onAwait = those(rules, Rule.OnAwait.class);
        onCall = those(rules, Rule.OnCall.class);
        onCreation = those(rules, Rule.OnCreation.class);
        onStatement = those(rules, Rule.OnStatement.class);
        onBlock = those(rules, Rule.OnBlock.class);
        onLambda = those(rules, Rule.OnLambda.class);
        onMemberReference = those(rules, Rule.OnMemberReference.class);
        onTry = those(rules, Rule.OnTry.class);
        onMethod = those(rules, Rule.OnMethod.class);
        onClass = those(rules, Rule.OnClass.class);
    }

    private static <R extends Rule> List<R> those(List<Rule> rules, Class<R> kind) {
        List<R> those = new ArrayList<>();
        for (Rule rule : rules) {
            if (kind.isInstance(rule)) {
                those.add(kind.cast(rule));
            }
        }
        return those;
    }

    void walk(TreePath type) {
        trail.start(type);
        scope = Scope.MEMBER;
        type.getLeaf().accept(this, null);
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree != null && !(tree instanceof IdentifierTree)) { // the smallest trees, which no rule is about
            trail.enter(tree);
            tree.accept(this, null);
            trail.leave();
        }
        return null;
    }

    /** Plainly: the inherited one combines what the trees yield, by three calls for each, and here they yield nothing. */
    @Override
    public @Nullable Void scan(@Nullable Iterable<? extends Tree> trees, @Nullable Void unused) {
        if (trees != null) {
            for (Tree tree : trees) {
                scan(tree, null);
            }
        }
        return null;
    }

    private Place here() {
        return new Place(trees, elements, trail.path(), scope);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        Place place = here();
        for (Rule.OnClass rule : onClass) {
            rule.type(tree, place);
        }
        Scope outer = enter(Scope.MEMBER);
        scan(tree.getMembers(), null);
        scope = outer;
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
        if (elements.isNameOfInterest(tree.getName())) {
            Place place = here();
            for (Rule.OnMethod rule : onMethod) {
                rule.method(tree, place);
            }
        }
        Scope outer = enter(Scope.MEMBER);
        scan(tree.getBody(), null);
        scope = outer;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
        Place place = here();
        boolean isBlock = elements.isAsyncCode(place.type());
        if (isBlock) {
            for (Rule.OnBlock rule : onBlock) {
                rule.block(tree, place);
            }
        } else {
            for (Rule.OnLambda rule : onLambda) {
                rule.lambda(tree, place);
            }
        }
        Scope outer = enter(isBlock ? Scope.ASYNC_BLOCK : Scope.LAMBDA);
        scan(tree.getBody(), null);
        scope = outer;
        return null;
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void unused) {
        scan(tree.getExpression(), null);
        Scope outer = enter(scope.locked());
        scan(tree.getBlock(), null);
        scope = outer;
        return null;
    }

    private Scope enter(Scope inner) {
        Scope outer = scope;
        scope = inner;
        return outer;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void unused) {
        if (scope.isAsync() || elements.isNameOfInterest(Place.nameOf(tree))) {
            Place place = here();
            if (place.isAwait()) {
                for (Rule.OnAwait rule : onAwait) {
                    rule.await(tree, place);
                }
            }
            for (Rule.OnCall rule : onCall) {
                rule.call(tree, place);
            }
        }
        scan(tree.getMethodSelect(), null);
        return scan(tree.getArguments(), null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        if (scope.isAsync()) {
            Place place = here();
            for (Rule.OnCreation rule : onCreation) {
                rule.creation(tree, place);
            }
        }
        scan(tree.getEnclosingExpression(), null);
        scan(tree.getArguments(), null);
        return scan(tree.getClassBody(), null);
    }

    @Override
    public @Nullable Void visitExpressionStatement(ExpressionStatementTree tree, @Nullable Void unused) {
        ExpressionTree expression = tree.getExpression();
        if (expression instanceof MethodInvocationTree || expression instanceof NewClassTree) {
            Place place = here();
            for (Rule.OnStatement rule : onStatement) {
                rule.statement(expression, place);
            }
        }
        return super.visitExpressionStatement(tree, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
        Place place = here();
        for (Rule.OnMemberReference rule : onMemberReference) {
            rule.memberReference(tree, place);
        }
        return super.visitMemberReference(tree, null);
    }

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
        if (scope.isAsync()) {
            Place place = here();
            for (Rule.OnTry rule : onTry) {
                rule.tried(tree, place);
            }
        }
        return super.visitTry(tree, null);
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
        scan(tree.getLeftOperand(), null);
        return scan(tree.getRightOperand(), null);
    }

    // In types, patterns and annotations no code can stand.

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        return scan(tree.getInitializer(), null);
    }

    @Override
    public @Nullable Void visitModifiers(ModifiersTree tree, @Nullable Void unused) {
        return null;
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void unused) {
        return null;
    }

    @Override
    public @Nullable Void visitParameterizedType(ParameterizedTypeTree tree, @Nullable Void unused) {
        return null;
    }

    @Override
    public @Nullable Void visitTypeCast(TypeCastTree tree, @Nullable Void unused) {
        return scan(tree.getExpression(), null);
    }

    @Override
    public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void unused) {
        return scan(tree.getExpression(), null);
    }
}
