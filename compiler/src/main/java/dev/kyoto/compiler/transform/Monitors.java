package dev.kyoto.compiler.transform;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * How many monitors a method holds before each instruction. Compilers nest {@code synchronized} properly, so the count does
 * not depend on the way that leads there.
 */
final class Monitors {
    private static final int UNREACHED = -1;

    private final ControlFlow flow;
    private final int[] held;

    Monitors(MethodNode method, ControlFlow flow) {
        this.flow = flow;
        held = new int[flow.size()];
        if (entersAny(method.instructions)) {
            Arrays.fill(held, UNREACHED);
            count(method.instructions.toArray());
        }
    }

    /** Whether a monitor is held before {@code instruction}. */
    boolean heldBefore(AbstractInsnNode instruction) {
        return held[flow.position(instruction)] > 0;
    }

    private static boolean entersAny(InsnList instructions) {
        for (AbstractInsnNode instruction : instructions) {
            if (instruction.getOpcode() == Opcodes.MONITORENTER) {
                return true;
            }
        }
        return false;
    }

    private void count(AbstractInsnNode[] instructions) {
        Deque<Integer> unread = new ArrayDeque<>();
        held[0] = 0;
        unread.add(0);
        while (!unread.isEmpty()) {
            int at = unread.remove();
            int after = held[at]
                    + switch (instructions[at].getOpcode()) {
                        case Opcodes.MONITORENTER -> 1;
                        case Opcodes.MONITOREXIT -> -1;
                        default -> 0;
                    };
            reach(flow.successors(at), after, unread);
            reach(flow.handlers(at), held[at], unread);
        }
    }

    private void reach(int[] positions, int count, Deque<Integer> unread) {
        for (int position : positions) {
            if (held[position] == UNREACHED) {
                held[position] = count;
                unread.add(position);
            }
        }
    }
}
