package dev.kyoto.compiler.lint;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.List;
import java.util.Set;

/** A handler around an await that would catch the drop of the block. */
final class CatchThrowable implements Rule.OnTry {
    private static final Set<String> ABOVE_CANCELLED =
            Set.of("java.lang.Throwable", "java.lang.Error", "dev.kyoto.futures.Cancelled");

    @Override
    public void tried(TryTree tree, Place place) {
        if (!awaits(tree, place)) {
            return;
        }
        for (CatchTree handler : tree.getCatches()) {
            if (catchesDrop(handler, place)) {
                if (!rethrows(handler)) {
                    place.report(
                            handler,
                            Diagnosis.CATCH_THROWABLE,
                            "This handler also catches the drop of the block, which must pass. Catch Exception, or throw"
                                    + " what was caught again.");
                }
                return; // no drop comes by this handler to one after it
            }
        }
    }

    private static boolean awaits(TryTree tree, Place place) {
        return place.hasCall(tree.getBlock(), Place::isAwait)
                || tree.getResources().stream().anyMatch(resource -> place.hasCall(resource, Place::isAwait));
    }

    private static boolean catchesDrop(CatchTree handler, Place place) {
        Place atParameter = place.in(handler).in(handler.getParameter());
        Tree type = handler.getParameter().getType();
        List<? extends Tree> caught = type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
        Place atType = type instanceof UnionTypeTree ? atParameter.in(type) : atParameter;
        return caught.stream().anyMatch(each -> ABOVE_CANCELLED.contains(String.valueOf(atType.typeOf(each))));
    }

    /** Whether the handler ends by throwing what it caught. */
    private static boolean rethrows(CatchTree handler) {
        var statements = handler.getBlock().getStatements();
        String rethrow = "throw " + handler.getParameter().getName() + ";";
        return !statements.isEmpty()
                && statements.get(statements.size() - 1).toString().equals(rethrow);
    }
}
