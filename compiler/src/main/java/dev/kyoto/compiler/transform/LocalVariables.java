package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    /** The slots that are intact before each instruction; null where control was not seen to come. */
    private final @Nullable BitSet[] intact;

    private LocalVariables(MethodNode body, ControlFlow flow, Map<AbstractInsnNode, BitSet> keptAtAwait) {
        this.body = body;
        this.flow = flow;
        this.keptAtAwait = keptAtAwait;
        this.intact = new BitSet[flow.size()];
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
        BitSet all = new BitSet();
        all.set(0, body.maxLocals);
        merge(0, all);
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int at = 0; at < flow.size(); at++) {
                BitSet before = intact[at];
                if (before == null) {
                    continue;
                }
                AbstractInsnNode instruction = flow.instruction(at);
                BitSet kept = keptAtAwait.get(instruction);
                if (kept != null) {
                    before.and(kept);
                }
                BitSet after = (BitSet) before.clone();
                if (Locals.isWrite(instruction)) {
                    after.set(Locals.slot(instruction));
                }
                for (int next : flow.successors(at)) {
                    changed |= merge(next, after);
                }
                for (int handler : flow.handlers(at)) {
                    changed |= merge(handler, before);
                }
            }
        }
    }

    private boolean merge(int at, BitSet arriving) {
        BitSet known = intact[at];
        if (known == null) {
            intact[at] = (BitSet) arriving.clone();
            return true;
        }
        int size = known.cardinality();
        known.and(arriving);
        return known.cardinality() < size;
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
        BitSet slots = intact[at];
        return slots != null && slots.get(slot);
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
