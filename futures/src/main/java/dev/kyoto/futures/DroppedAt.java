package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a future stands that is being dropped: the innermost block above the first branching or, if there is none, the
 * innermost of the first branch.
 *
 * @param block null if there is none
 * @param state the await that it stands at
 * @param innermost what it waits for, as far as that is one future and not several
 * @param depth how many futures deep that is
 */
record DroppedAt(@Nullable CompiledBlock<?> block, int state, Future<?> innermost, int depth) {
    static DroppedAt of(Future<?> outermost) {
        CompiledBlock<?> block = null;
        Future<?> future = outermost;
        int depth = 0;
        while (true) {
            if (future instanceof CompiledBlock<?> inner) {
                block = inner;
            }
            List<? extends Future<?>> beneath = beneath(future);
            boolean branches = beneath.size() > 1;
            if (beneath.isEmpty() || (branches && block != null) || depth == AwaitTree.MAX_DEPTH - 1) {
                return new DroppedAt(block, block == null ? 0 : block.state(), future, depth);
            }
            future = beneath.get(0);
            depth++;
        }
    }

    private static List<? extends Future<?>> beneath(Future<?> future) {
        if (future instanceof CompiledBlock<?> block) {
            Future<?> awaited = block.awaited();
            return awaited == null ? List.of() : List.of(awaited);
        } else if (future instanceof AbstractFuture<?> other) {
            return other.awaited();
        } else if (future instanceof Fused<?> fused) {
            return fused.awaited();
        } else if (future instanceof Pinned<?> pinned) {
            return pinned.awaited();
        }
        return List.of();
    }

    /** What tells this place from others: a constant of the program. */
    String place() {
        return block != null ? block.encodedSource() : innermost.getClass().getName();
    }

    /** How {@link #innermost} calls itself, in the tree of the outermost. */
    String what(AwaitTree outermost) {
        AwaitTree tree = outermost;
        for (int i = 0; i < depth && !tree.awaited().isEmpty(); i++) {
            tree = tree.awaited().get(0);
        }
        return tree.what();
    }

    /** The first mark on the way from the outside inwards, for who marks a method vouches for all that it awaits. */
    static CancelSafety safety(Future<?> outermost, @Nullable String site, int depth) {
        CancelSafety safety =
                site == null ? CancelSafety.UNKNOWN : BlockSource.parse(site).safety(0);
        Future<?> future = outermost;
        for (int i = 0; i <= depth && safety == CancelSafety.UNKNOWN; i++) {
            if (future instanceof CompiledBlock<?> block) {
                safety = block.safety();
            }
            if (i < depth) {
                future = beneath(future).get(0);
            }
        }
        return safety;
    }
}
