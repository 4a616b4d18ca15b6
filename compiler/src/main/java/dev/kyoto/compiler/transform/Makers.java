package dev.kyoto.compiler.transform;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which method makes a future, as far as the instructions just before tell. */
final class Makers {
    private Makers() {}

    /** The name of the method whose call yields what {@code instruction} finds on top of the stack, or null. */
    static @Nullable String ofOperand(AbstractInsnNode instruction) {
        AbstractInsnNode before = instruction.getPrevious();
        while (before != null && (before.getOpcode() < 0 || before.getOpcode() == Opcodes.CHECKCAST)) {
            before = before.getPrevious();
        }
        return before instanceof MethodInsnNode call ? call.name : null;
    }

    /** The same of what lies below the values that a lambda captures: the argument before it. */
    static @Nullable String ofArgumentBefore(AbstractInsnNode lambda) {
        AbstractInsnNode first = lambda;
        while (first.getPrevious() != null && (first.getPrevious().getOpcode() < 0 || isLoad(first.getPrevious()))) {
            first = first.getPrevious();
        }
        return ofOperand(first);
    }

    private static boolean isLoad(AbstractInsnNode instruction) {
        return instruction instanceof VarInsnNode;
    }
}
