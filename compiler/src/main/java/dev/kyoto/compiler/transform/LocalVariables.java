package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a debugger is told about the locals of a body. A local that is dead at an await is not saved there, and would be shown
 * as null or 0 when the body was resumed; so after the await it is not shown, until it is assigned again.
 *
 * <p>To find out, a forward data-flow analysis: a local is intact before an instruction if on every way there from the start,
 * or from its last assignment, each await kept it.
 */
final class LocalVariables {
    private final MethodNode body;
    private final ControlFlow flow;
    private final Map<AbstractInsnNode, BitSet> keptAtAwait;

    /** The slots that are intact before each instruction that was reached. */
    private final SlotSets intact;

    /** The instructions to which control was seen to come. */
    private final BitSet reached = new BitSet();

    private LocalVariables(MethodNode body, ControlFlow flow, Map<AbstractInsnNode, BitSet> keptAtAwait) {
        this.body = body;
        this.flow = flow;
        this.keptAtAwait = keptAtAwait;
        this.intact = new SlotSets(flow.size(), body.maxLocals);
    }

    /**
     * Trims the ranges of the locals from {@code first} on to where they are intact.
     *
     * @param flow of the body as it is now
     * @param keptAtAwait the slots that are saved, by the call of {@code await()}
     */
    static void trim(MethodNode body, ControlFlow flow, Map<AbstractInsnNode, BitSet> keptAtAwait, int first) {
        if (body.localVariables != null && !keptAtAwait.isEmpty()) {
            LocalVariables locals = new LocalVariables(body, flow, keptAtAwait);
            locals.solve();
            locals.trim(first);
        }
    }

    private void solve() {
        intact.fill(0);
        reached.set(0);
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int at = 0; at < flow.size(); at++) {
                if (reached.get(at)) {
                    changed |= transfer(at) && flow.hasLoops();
                }
            }
        }
    }

    /** Whether less is intact somewhere after that instruction than was known, or control is seen to come there. */
    private boolean transfer(int at) {
        AbstractInsnNode instruction = flow.instruction(at);
        BitSet kept = keptAtAwait.get(instruction);
        if (kept != null) {
            intact.retainAll(at, kept);
        }
        boolean changed = false;
        for (int handler : flow.handlers(at)) {
            changed |= merge(handler, at);
        }
        int after = intact.scratch();
        intact.copy(after, at);
        if (Locals.isWrite(instruction)) {
            intact.add(after, Locals.slot(instruction));
        }
        for (int next : flow.successors(at)) {
            changed |= merge(next, after);
        }
        return changed;
    }

    private boolean merge(int at, int arriving) {
        if (reached.get(at)) {
            return intact.retainAll(at, arriving);
        }
        reached.set(at);
        intact.copy(at, arriving);
        return true;
    }

    private void trim(int first) {
        List<LocalVariableNode> trimmed = new ArrayList<>();
        for (LocalVariableNode local : body.localVariables) {
            if (local.index < first) {
                trimmed.add(local);
            } else {
                addIntactParts(local, trimmed);
            }
        }
        body.localVariables = trimmed;
    }

    private void addIntactParts(LocalVariableNode local, List<LocalVariableNode> parts) {
        int end = flow.position(local.end);
        LabelNode start = null;
        for (int at = flow.position(local.start); at < end; at++) {
            if (isIntact(local.index, at) == (start != null)) {
                continue;
            }
            LabelNode here = labelAt(local, at);
            if (start != null) {
                parts.add(part(local, start, here));
            }
            start = start == null ? here : null;
        }
        if (start != null) {
            parts.add(part(local, start, local.end));
        }
    }

    private boolean isIntact(int slot, int at) {
        return reached.get(at) && intact.contains(at, slot);
    }

    private LabelNode labelAt(LocalVariableNode local, int at) {
        if (flow.instruction(at) == local.start) {
            return local.start;
        }
        LabelNode label = new LabelNode();
        body.instructions.insertBefore(flow.instruction(at), label);
        return label;
    }

    private static LocalVariableNode part(LocalVariableNode local, LabelNode start, LabelNode end) {
        return new LocalVariableNode(local.name, local.desc, local.signature, start, end, local.index);
    }
}
