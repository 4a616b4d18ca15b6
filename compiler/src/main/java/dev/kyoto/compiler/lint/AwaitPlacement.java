package dev.kyoto.compiler.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import dev.kyoto.compiler.diagnosis.Diagnosis;

/** {@code await()} belongs directly into an async block, and not while a monitor is held. */
final class AwaitPlacement implements Rule.OnAwait {
    @Override
    public void await(MethodInvocationTree call, Place place) {
        switch (place.scope().kind()) {
            case MEMBER ->
                place.report(
                        call.getMethodSelect(),
                        Diagnosis.AWAIT,
                        isInConstruction(place.path())
                                ? "await() in a constructor or an initialiser, which cannot be suspended. Await in an async"
                                        + " method that makes the object, and pass it the value."
                                : "await() outside an async block. Wrap the code in async(() -> …), or wait for the value with"
                                        + " blockOn(future). In code that only virtual threads run, where await() parks, say"
                                        + " @SuppressWarnings(\"kyoto:await\").");
            case LAMBDA ->
                place.report(
                        call.getMethodSelect(),
                        Diagnosis.AWAIT,
                        "await() in a lambda that is no async block: whoever calls this lambda cannot be suspended. Use a loop"
                                + " in the async block around it, or let the lambda return async(() -> …).");
            case ASYNC_BLOCK -> {
                if (place.scope().inSynchronized()) {
                    place.report(
                            call.getMethodSelect(),
                            Diagnosis.AWAIT_IN_SYNCHRONIZED,
                            "await() in synchronized: the thread that goes on later need not be the one that holds the"
                                    + " monitor. Use dev.kyoto.futures.sync.Mutex, or await before or after it.");
                }
            }
        }
    }

    private static boolean isInConstruction(TreePath call) {
        for (TreePath path = call; path != null; path = path.getParentPath()) {
            if (path.getLeaf() instanceof MethodTree method) {
                return method.getName().contentEquals("<init>");
            } else if (path.getLeaf() instanceof ClassTree) {
                return true;
            }
        }
        return false;
    }
}
