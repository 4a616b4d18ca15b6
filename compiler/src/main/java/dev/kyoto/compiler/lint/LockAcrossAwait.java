package dev.kyoto.compiler.lint;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.util.TreePath;

/**
 * A lock of {@code java.util.concurrent} that is held while awaiting. It belongs to the thread, and the block may go on in
 * another; meanwhile, tasks that want the lock block their workers.
 */
final class LockAcrossAwait implements Rule.OnBlock {
    @Override
    public void block(LambdaExpressionTree block, Place place) {
        new HeldLocks(place).scan(new TreePath(place.path(), block.getBody()), null);
    }
}
