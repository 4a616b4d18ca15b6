package dev.kyoto.compiler.lint;

import com.sun.source.tree.TryTree;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * A lock of {@code java.util.concurrent} that is held while awaiting. It belongs to the thread, and the block may go on in
 * another; meanwhile, tasks that want the lock block their workers. Recognised by the usual form, which unlocks in finally.
 */
final class LockAcrossAwait extends Rule {
    private static final String NAME = "lock-across-await";

    @Override
    void tried(TryTree tree, Place place) {
        if (!place.scope().isAsync() || tree.getFinallyBlock() == null) {
            return;
        }
        if (place.hasCall(tree.getFinallyBlock(), LockAcrossAwait::isUnlock)
                && place.hasCall(tree.getBlock(), Place::isAwait)) {
            place.warning(
                    tree,
                    NAME,
                    "A lock of java.util.concurrent is held across an await(): it belongs to this thread, and the block may go"
                            + " on in another. Use dev.kyoto.futures.sync.Mutex, or unlock before the await.");
        }
    }

    private static boolean isUnlock(Place call) {
        Element method = call.element();
        return method != null
                && method.getSimpleName().toString().startsWith("unlock")
                && method.getEnclosingElement() instanceof TypeElement type
                && (call.elements().isSubclass(type, "java.util.concurrent.locks.Lock")
                        || call.elements().isSubclass(type, "java.util.concurrent.locks.StampedLock"));
    }
}
