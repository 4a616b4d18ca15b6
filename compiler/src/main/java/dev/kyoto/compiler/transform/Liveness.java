package dev.kyoto.compiler.transform;

import java.util.BitSet;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * Which locals of a method are live before each instruction: read on some way from there before they are written. The
 * textbook backward data-flow analysis, with an edge from every instruction of a try range to its handler.
 */
final class Liveness {
    private final ControlFlow flow;
    private final BitSet[] live;

    /** Analyses the method whose flow is {@code flow}; later changes to it are not seen. */
    Liveness(ControlFlow flow) {
        this.flow = flow;
        live = new BitSet[flow.size()];
        for (int at = 0; at < live.length; at++) {
            live[at] = new BitSet();
        }
        solve();
    }

    /** The slots that are live before {@code instruction}. */
    BitSet before(AbstractInsnNode instruction) {
        return live[flow.position(instruction)];
    }

    private void solve() {
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int at = live.length - 1; at >= 0; at--) {
                BitSet found = transfer(at);
                if (!found.equals(live[at])) {
                    live[at] = found;
                    changed = true;
                }
            }
        }
    }

    private BitSet transfer(int at) {
        BitSet result = union(flow.successors(at), new BitSet());
        AbstractInsnNode instruction = flow.instruction(at);
        int slot = Locals.slot(instruction);
        if (slot >= 0) {
            result.set(slot, Locals.isRead(instruction));
        }
        // Last, because a handler may be entered before a store of this instruction is done.
        return union(flow.handlers(at), result);
    }

    private BitSet union(int[] positions, BitSet result) {
        for (int position : positions) {
            result.or(live[position]);
        }
        return result;
    }
}
