package dev.kyoto.compiler.transform;

import java.util.ArrayList;
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

/** Where each instruction of a method may go on: the graph that data flows along. Instructions are known by position. */
final class ControlFlow {
    private final InsnList instructions;
    private final IdentityHashMap<AbstractInsnNode, Integer> index = new IdentityHashMap<>();
    private final int[][] successors;
    private final int[][] handlers;

    /** Reads {@code method} as it is now; later changes to it are not seen. */
    ControlFlow(MethodNode method) {
        instructions = method.instructions;
        for (AbstractInsnNode instruction : instructions) {
            index.put(instruction, index.size());
        }
        successors = new int[index.size()][];
        instructions.forEach(instruction -> successors[position(instruction)] = successorsOf(instruction));
        handlers = handlers(method.tryCatchBlocks);
    }

    /** The number of instructions. */
    int size() {
        return successors.length;
    }

    int position(AbstractInsnNode instruction) {
        return Objects.requireNonNull(index.get(instruction));
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
        List<List<Integer>> found = new ArrayList<>();
        for (int at = 0; at < successors.length; at++) {
            found.add(new ArrayList<>(0));
        }
        for (TryCatchBlockNode range : ranges) {
            for (int at = position(range.start); at < position(range.end); at++) {
                found.get(at).add(position(range.handler));
            }
        }
        return found.stream().map(ControlFlow::toArray).toArray(int[][]::new);
    }

    private int[] successorsOf(AbstractInsnNode instruction) {
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
}
