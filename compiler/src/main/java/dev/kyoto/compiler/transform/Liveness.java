package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Which locals of a method are live before each instruction: read on some way from there before they are written. The
 * textbook backward data-flow analysis, with an edge from every instruction of a try range to its handler.
 */
final class Liveness {
    private final InsnList instructions;
    private final IdentityHashMap<AbstractInsnNode, Integer> index = new IdentityHashMap<>();
    private final int[][] successors;
    private final int[][] handlers;
    private final BitSet[] live;

    /** Analyses {@code method} as it is now; later changes to it are not seen. */
    Liveness(MethodNode method) {
        instructions = method.instructions;
        for (AbstractInsnNode instruction : instructions) {
            index.put(instruction, index.size());
        }
        live = new BitSet[instructions.size()];
        Arrays.setAll(live, at -> new BitSet());
        successors = new int[live.length][];
        instructions.forEach(instruction -> successors[position(instruction)] = successors(instruction));
        handlers = handlers(method.tryCatchBlocks);
        solve();
    }

    /** The slots that are live before {@code instruction}. */
    BitSet before(AbstractInsnNode instruction) {
        return live[position(instruction)];
    }

    private int position(AbstractInsnNode instruction) {
        return Objects.requireNonNull(index.get(instruction));
    }

    private int[][] handlers(List<TryCatchBlockNode> ranges) {
        List<List<Integer>> found = new ArrayList<>();
        for (int at = 0; at < live.length; at++) {
            found.add(new ArrayList<>(0));
        }
        for (TryCatchBlockNode range : ranges) {
            for (int at = position(range.start); at < position(range.end); at++) {
                found.get(at).add(position(range.handler));
            }
        }
        return found.stream().map(Liveness::toArray).toArray(int[][]::new);
    }

    private int[] successors(AbstractInsnNode instruction) {
        List<Integer> next = new ArrayList<>(1);
        if (!endsFlow(instruction.getOpcode()) && instruction.getNext() != null) {
            next.add(position(instruction.getNext()));
        }
        if (instruction instanceof JumpInsnNode jump) {
            next.add(position(jump.label));
        } else if (instruction instanceof TableSwitchInsnNode table) {
            addAll(next, table.labels, table.dflt);
        } else if (instruction instanceof LookupSwitchInsnNode lookup) {
            addAll(next, lookup.labels, lookup.dflt);
        }
        return toArray(next);
    }

    private static int[] toArray(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private void addAll(List<Integer> next, List<LabelNode> labels, LabelNode otherwise) {
        labels.forEach(label -> next.add(position(label)));
        next.add(position(otherwise));
    }

    private static boolean endsFlow(int opcode) {
        return switch (opcode) {
            case Opcodes.GOTO, Opcodes.ATHROW, Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH -> true;
            default -> opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        };
    }

    private void solve() {
        for (boolean changed = true; changed; ) {
            changed = false;
            AbstractInsnNode instruction = instructions.getLast();
            for (int at = live.length - 1; at >= 0; at--, instruction = instruction.getPrevious()) {
                BitSet found = transfer(instruction, at);
                if (!found.equals(live[at])) {
                    live[at] = found;
                    changed = true;
                }
            }
        }
    }

    private BitSet transfer(AbstractInsnNode instruction, int at) {
        BitSet result = union(successors[at], new BitSet());
        int slot = Locals.slot(instruction);
        if (slot >= 0) {
            result.set(slot, Locals.isRead(instruction));
        }
        // Last, because a handler may be entered before a store of this instruction is done.
        return union(handlers[at], result);
    }

    private BitSet union(int[] positions, BitSet result) {
        for (int position : positions) {
            result.or(live[position]);
        }
        return result;
    }
}
