package dev.kyoto.compiler.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Reads and changes the local variable that an instruction names. */
final class Locals {
    private Locals() {}

    /** The slot that {@code instruction} reads or writes, or -1. */
    static int slot(AbstractInsnNode instruction) {
        if (instruction instanceof VarInsnNode local) {
            return local.var;
        }
        return instruction instanceof IincInsnNode increment ? increment.var : -1;
    }

    static void setSlot(AbstractInsnNode instruction, int slot) {
        if (instruction instanceof VarInsnNode local) {
            local.var = slot;
        } else if (instruction instanceof IincInsnNode increment) {
            increment.var = slot;
        }
    }

    /** Whether the old value is gone after {@code instruction}. */
    static boolean isWrite(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        return (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) || opcode == Opcodes.IINC;
    }

    /** Whether {@code instruction} uses the value that the local has. */
    static boolean isRead(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        return (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) || opcode == Opcodes.IINC;
    }
}
