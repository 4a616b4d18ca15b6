package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import org.jspecify.annotations.Nullable;

/** A block that returns a future: whoever awaits the block gets a future, which does nothing yet. */
final class NestedFuture implements Rule.OnBlock {
    @Override
    public void block(LambdaExpressionTree block, Place place) {
        if (block.getBody() instanceof ExpressionTree expression) {
            check(expression, place);
            return;
        }
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
                if (tree.getExpression() != null) {
                    check(tree.getExpression(), place.at(getCurrentPath()));
                }
                return null;
            }

            @Override
            public @Nullable Void visitLambdaExpression(LambdaExpressionTree inner, @Nullable Void unused) {
                return null;
            }

            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
                return null;
            }
        }.scan(new TreePath(place.path(), block.getBody()), null);
    }

    private static void check(ExpressionTree result, Place place) {
        if (place.elements().isForgettable(place.typeOf(result))) {
            place.report(
                    result,
                    Diagnosis.NESTED_FUTURE,
                    "This async block ends with a future that nobody has awaited, and a future does nothing until then. Add"
                            + " .await() to what the block returns.");
        }
    }
}
