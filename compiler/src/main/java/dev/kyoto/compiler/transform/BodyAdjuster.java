package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Fits the code that javac wrote into its new surroundings: its locals move up, its frames name only what is live, and
 * whatever it returned it returns as an object.
 *
 * <p>The frames are trimmed so that a local which is typed but dead need not be set when the body is entered in the middle,
 * where javac's own frames would ask for it.
 */
final class BodyAdjuster {
    private final MethodNode body;
    private final BodySlots slots;
    private final Liveness liveness;
    private final Set<Object> underConstruction;

    BodyAdjuster(MethodNode body, BodySlots slots, Liveness liveness, Set<Object> underConstruction) {
        this.body = body;
        this.slots = slots;
        this.liveness = liveness;
        this.underConstruction = underConstruction;
    }

    void adjust() {
        for (AbstractInsnNode instruction : body.instructions.toArray()) {
            int slot = Locals.slot(instruction);
            if (slot >= 0) {
                Locals.setSlot(instruction, slots.moved(slot));
            } else if (instruction instanceof FrameNode frame) {
                body.instructions.set(frame, trimmed(frame));
            } else if (isReturn(instruction)) {
                returnObject(instruction);
            }
        }
        if (body.localVariables != null) {
            for (LocalVariableNode variable : body.localVariables) {
                variable.index = slots.moved(variable.index);
            }
        }
        move(body.visibleLocalVariableAnnotations);
        move(body.invisibleLocalVariableAnnotations);
    }

    private FrameNode trimmed(FrameNode frame) {
        List<Object> locals = BodySlots.bySlot(frame.local);
        List<Object> stack = new ArrayList<>(frame.stack);
        if (!underConstruction.isEmpty()) {
            locals.replaceAll(type -> isUnderConstruction(type) ? Opcodes.TOP : type);
            stack.removeIf(this::isUnderConstruction);
        }
        return slots.frame(locals, liveness.before(frame), stack);
    }

    private boolean isUnderConstruction(Object type) {
        return type instanceof LabelNode label && underConstruction.contains(label.getLabel());
    }

    private static boolean isReturn(AbstractInsnNode instruction) {
        return instruction.getOpcode() >= Opcodes.IRETURN && instruction.getOpcode() <= Opcodes.RETURN;
    }

    private void returnObject(AbstractInsnNode instruction) {
        Type returned = Type.getReturnType(body.desc);
        if (instruction.getOpcode() == Opcodes.RETURN) {
            body.instructions.insertBefore(instruction, new InsnNode(Opcodes.ACONST_NULL));
        } else if (instruction.getOpcode() != Opcodes.ARETURN) {
            Boxing boxing = Boxing.of(returned);
            body.instructions.insertBefore(
                    instruction,
                    new MethodInsnNode(
                            Opcodes.INVOKESTATIC, boxing.boxed(), "valueOf", boxing.valueOfDescriptor(), false));
        }
        body.instructions.set(instruction, new InsnNode(Opcodes.ARETURN));
    }

    private void move(@Nullable List<LocalVariableAnnotationNode> annotations) {
        if (annotations != null) {
            annotations.forEach(annotation -> annotation.index.replaceAll(slots::moved));
        }
    }
}
