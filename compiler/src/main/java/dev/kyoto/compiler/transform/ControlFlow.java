package dev.kyoto.compiler.transform;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Where each instruction of a method may go on: the graph that data flows along. Instructions are known by position. */
final class ControlFlow {
    private static final int[] NOWHERE = {};

    private final AbstractInsnNode[] instructions;
    private final IdentityHashMap<AbstractInsnNode, Integer> positions;
    private final int[][] successors;
    private final int[][] handlers;
    private boolean hasLoops;

    /** Reads {@code method} as it is now; later changes to it are not seen. */
    ControlFlow(MethodNode method) {
        instructions = method.instructions.toArray();
        positions = positions(instructions);
        successors = new int[instructions.length][];
        for (int at = 0; at < instructions.length; at++) {
            successors[at] = successorsOf(at);
        }
        handlers = handlers(method.tryCatchBlocks);
    }

    /** Of calls, labels and frames, since nobody asks for others. */
    private static IdentityHashMap<AbstractInsnNode, Integer> positions(AbstractInsnNode[] instructions) {
        IdentityHashMap<AbstractInsnNode, Integer> positions = new IdentityHashMap<>(instructions.length / 2);
        for (int at = 0; at < instructions.length; at++) {
            int type = instructions[at].getType();
            if (type == AbstractInsnNode.METHOD_INSN
                    || type == AbstractInsnNode.LABEL
                    || type == AbstractInsnNode.FRAME) {
                positions.put(instructions[at], at);
            }
        }
        return positions;
    }

    /** The number of instructions. */
    int size() {
        return instructions.length;
    }

    AbstractInsnNode instruction(int position) {
        return instructions[position];
    }

    /** Of a call, a label or a frame. */
    int position(AbstractInsnNode instruction) {
        return Objects.requireNonNull(positions.get(instruction));
    }

    /** Whether control ever goes back. If not, one pass in the right order tells all that flows. */
    boolean hasLoops() {
        return hasLoops;
    }

    /** Where control goes after the instruction there, unless it throws. */
    int[] successors(int position) {
        return successors[position];
    }

    /** Where control goes if the instruction there throws. */
    int[] handlers(int position) {
        return handlers[position];
    }

    private int[][] handlers(List<TryCatchBlockNode> ranges) {
        int[][] found = new int[instructions.length][];
        Arrays.fill(found, NOWHERE);
        for (TryCatchBlockNode range : ranges) {
            int end = position(range.end);
            for (int at = position(range.start); at < end; at++) {
                found[at] = and(found[at], target(at, range.handler));
            }
        }
        return found;
    }

    private int[] successorsOf(int at) {
        AbstractInsnNode instruction = instructions[at];
        int[] next = endsFlow(instruction.getOpcode()) || at + 1 == instructions.length ? NOWHERE : new int[] {at + 1};
        if (instruction instanceof JumpInsnNode jump) {
            return and(next, target(at, jump.label));
        } else if (instruction instanceof TableSwitchInsnNode table) {
            return targets(at, table.labels, table.dflt);
        } else if (instruction instanceof LookupSwitchInsnNode lookup) {
            return targets(at, lookup.labels, lookup.dflt);
        }
        return next;
    }

    private static int[] and(int[] positions, int another) {
        int[] all = Arrays.copyOf(positions, positions.length + 1);
        all[positions.length] = another;
        return all;
    }

    private int target(int from, LabelNode label) {
        int target = position(label);
        hasLoops |= target <= from;
        return target;
    }

    private int[] targets(int from, List<LabelNode> labels, LabelNode otherwise) {
        int[] targets = new int[labels.size() + 1];
        for (int i = 0; i < labels.size(); i++) {
            targets[i] = target(from, labels.get(i));
        }
        targets[labels.size()] = target(from, otherwise);
        return targets;
    }

    private static boolean endsFlow(int opcode) {
        return switch (opcode) {
            case Opcodes.GOTO, Opcodes.ATHROW, Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH -> true;
            default -> opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        };
    }
}
