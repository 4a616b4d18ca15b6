package dev.kyoto.compiler.lint;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePathScanner;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Walks the body of one async block in the order in which it runs, and knows at each call which locks are held: those
 * that were locked on some way to it and unlocked on none. A lock is known by the text of the expression that it is locked
 * through. When one is unlocked that is not known, all are taken for unlocked: better silent than wrong.
 */
final class HeldLocks extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private static final Set<String> LOCKING = Set.of("lock", "lockInterruptibly", "tryLock");
    private static final Set<String> STAMPING = Set.of(
            "readLock", "readLockInterruptibly", "tryReadLock", "writeLock", "writeLockInterruptibly", "tryWriteLock");

    private final Place lambda;
    private Set<String> held = new HashSet<>();
    private final Set<String> reported = new HashSet<>();

    HeldLocks(Place lambda) {
        this.lambda = lambda;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree inner, @Nullable Void unused) {
        return null; // runs at another time
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null); // its target and arguments come first
        Place place = lambda.at(getCurrentPath());
        if (place.isAwait()) {
            if (!reported.containsAll(held)) {
                reported.addAll(held);
                place.report(
                        call.getMethodSelect(),
                        Diagnosis.LOCK_ACROSS_AWAIT,
                        "A lock of java.util.concurrent is held across this await(): the block may go on in another thread, to"
                                + " which the lock does not belong, and tasks that want it block their workers meanwhile. Use"
                                + " dev.kyoto.futures.sync.Mutex, or unlock before the await.");
            }
        } else if (isLocking(place)) {
            held.add(receiver(call));
            reported.remove(receiver(call));
        } else if (isUnlocking(place) && !held.remove(receiver(call))) {
            held.clear();
        }
        return null;
    }

    private static boolean isLocking(Place call) {
        return isOf(call, "java.util.concurrent.locks.Lock", LOCKING)
                || isOf(call, "java.util.concurrent.locks.StampedLock", STAMPING);
    }

    private static boolean isUnlocking(Place call) {
        Element method = call.element();
        if (method == null) {
            return false;
        }
        String name = String.valueOf(method.getSimpleName());
        if (!name.startsWith("unlock") && !name.startsWith("tryUnlock")) {
            return false;
        }
        Set<String> itsName = Set.of(name);
        return isOf(call, "java.util.concurrent.locks.Lock", itsName)
                || isOf(call, "java.util.concurrent.locks.StampedLock", itsName);
    }

    private static boolean isOf(Place call, String type, Set<String> names) {
        Element method = call.element();
        return method != null
                && names.contains(String.valueOf(method.getSimpleName()))
                && method.getEnclosingElement() instanceof TypeElement owner
                && call.elements().isSubclass(owner, type);
    }

    private static String receiver(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                ? select.getExpression().toString()
                : "this";
    }

    /** {@code if (lock.tryLock())} holds the lock in one of the two branches. */
    @Override
    public @Nullable Void visitIf(IfTree tree, @Nullable Void unused) {
        Set<String> before = new HashSet<>(held);
        scan(tree.getCondition(), null);
        Set<String> after = held;
        boolean negated = isNegated(tree.getCondition());
        held = new HashSet<>(negated ? before : after);
        Set<String> end = new HashSet<>();
        scanBranch(tree.getThenStatement(), end);
        held = new HashSet<>(negated ? after : before);
        if (tree.getElseStatement() == null) {
            end.addAll(held);
        } else {
            scanBranch(tree.getElseStatement(), end);
        }
        held = end;
        return null;
    }

    private static boolean isNegated(ExpressionTree condition) {
        return condition instanceof ParenthesizedTree inner
                ? isNegated(inner.getExpression())
                : condition instanceof UnaryTree unary && unary.getKind() == Tree.Kind.LOGICAL_COMPLEMENT;
    }

    /** Adds what is held at the end of a branch, if that is ever reached. */
    private void scanBranch(Tree branch, Set<String> end) {
        scan(branch, null);
        if (mayComplete(branch)) {
            end.addAll(held);
        }
    }

    private static boolean mayComplete(@Nullable Tree statement) {
        if (statement instanceof BlockTree block) {
            return mayComplete(block.getStatements());
        } else if (statement instanceof IfTree choice) {
            return choice.getElseStatement() == null
                    || mayComplete(choice.getThenStatement())
                    || mayComplete(choice.getElseStatement());
        } else if (statement instanceof TryTree tree) {
            return mayComplete(tree.getBlock())
                    || tree.getCatches().stream().anyMatch(handler -> mayComplete(handler.getBlock()));
        }
        return statement == null
                || switch (statement.getKind()) {
                    case RETURN, THROW, BREAK, CONTINUE, YIELD -> false;
                    default -> true;
                };
    }

    private static boolean mayComplete(List<? extends StatementTree> statements) {
        return statements.isEmpty() || mayComplete(statements.get(statements.size() - 1));
    }

    /** A finally that unlocks tells that the lock is held from the beginning, whoever locked it. */
    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void unused) {
        if (tree.getFinallyBlock() != null) {
            held.addAll(unlockedBy(tree.getFinallyBlock()));
        }
        Set<String> anywhere = new HashSet<>(held);
        Set<String> end = new HashSet<>();
        scan(tree.getResources(), null);
        scan(tree.getBlock(), null);
        anywhere.addAll(held);
        boolean completes = mayComplete(tree.getBlock());
        if (completes) {
            end.addAll(held);
        }
        for (CatchTree handler : tree.getCatches()) {
            held = new HashSet<>(anywhere);
            scan(handler.getBlock(), null);
            if (mayComplete(handler.getBlock())) {
                end.addAll(held);
                completes = true;
            }
        }
        held = completes ? end : anywhere;
        scan(tree.getFinallyBlock(), null);
        return null;
    }

    private Set<String> unlockedBy(BlockTree cleanup) {
        Set<String> unlocked = new HashSet<>();
        Place place = lambda.at(getCurrentPath()).in(cleanup);
        for (StatementTree statement : cleanup.getStatements()) {
            if (statement instanceof ExpressionStatementTree expression
                    && expression.getExpression() instanceof MethodInvocationTree call
                    && isUnlocking(place.in(statement).in(call))) {
                unlocked.add(receiver(call));
            }
        }
        return unlocked;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
        scan(tree.getExpression(), null);
        return scanCases(tree.getCases());
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void unused) {
        scan(tree.getExpression(), null);
        return scanCases(tree.getCases());
    }

    private @Nullable Void scanCases(List<? extends CaseTree> cases) {
        Set<String> before = Set.copyOf(held);
        Set<String> end = new HashSet<>();
        boolean exhaustive = false;
        for (CaseTree each : cases) {
            held.addAll(before);
            scan(each, null);
            if (endsInTheSwitch(each)) {
                end.addAll(held);
            }
            if (!fallsThrough(each)) {
                held = new HashSet<>();
            }
            exhaustive |= each.getExpressions().isEmpty(); // a default; or a pattern, which may be one
        }
        if (!exhaustive) {
            end.addAll(before);
        }
        held = end;
        return null;
    }

    private static boolean fallsThrough(CaseTree each) {
        return each.getCaseKind() == CaseTree.CaseKind.STATEMENT && mayComplete(each.getStatements());
    }

    private static boolean endsInTheSwitch(CaseTree each) {
        Tree last = each.getBody();
        if (each.getCaseKind() == CaseTree.CaseKind.STATEMENT
                && !each.getStatements().isEmpty()) {
            last = each.getStatements().get(each.getStatements().size() - 1);
        } else if (last instanceof BlockTree block && !block.getStatements().isEmpty()) {
            last = block.getStatements().get(block.getStatements().size() - 1);
        }
        return last == null
                || switch (last.getKind()) {
                    case RETURN, THROW, CONTINUE -> false;
                    default -> true;
                };
    }
}
