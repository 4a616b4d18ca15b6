package dev.kyoto.compiler.transform;

import java.util.BitSet;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * Which locals of a method are live before each instruction: read on some way from there before they are written. The
 * textbook backward data-flow analysis, with an edge from every instruction of a try range to its handler.
 */
final class Liveness {
    private final ControlFlow flow;
    private final SlotSets live;

    /** Analyses a method of so many locals, whose flow is {@code flow}; later changes to it are not seen. */
    Liveness(ControlFlow flow, int locals) {
        this.flow = flow;
        live = new SlotSets(flow.size(), locals);
        solve();
    }

    /** The slots that are live before {@code instruction}. */
    BitSet before(AbstractInsnNode instruction) {
        return live.get(flow.position(instruction));
    }

    private void solve() {
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int at = flow.size() - 1; at >= 0; at--) {
                changed |= transfer(at) && flow.hasLoops();
            }
        }
    }

    /** Whether what is live before that instruction is more than was known. */
    private boolean transfer(int at) {
        int found = live.scratch();
        live.clear(found);
        for (int next : flow.successors(at)) {
            live.addAll(found, next);
        }
        AbstractInsnNode instruction = flow.instruction(at);
        int slot = Locals.slot(instruction);
        if (slot >= 0) {
            if (Locals.isRead(instruction)) {
                live.add(found, slot);
            } else {
                live.remove(found, slot);
            }
        }
        // Last, because a handler may be entered before a store of this instruction is done.
        for (int handler : flow.handlers(at)) {
            live.addAll(found, handler);
        }
        return live.copy(at, found);
    }
}
