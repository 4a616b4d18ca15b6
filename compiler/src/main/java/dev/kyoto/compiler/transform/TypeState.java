package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Label;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The verifier's types of all locals and of the operand stack before one instruction. Both lists are indexed by slot: a long
 * or double is followed by a filler.
 */
record TypeState(List<Object> locals, List<Object> stack) {
    /**
     * The states before those instructions of {@code method} that are wanted, found by replaying the stack maps that the
     * class file brings, and what comes between them and a wanted instruction. Unreachable instructions have none. Raw objects
     * are labels that only this replay knows them by.
     */
    static IdentityHashMap<AbstractInsnNode, TypeState> before(
            String owner, MethodNode method, Predicate<AbstractInsnNode> wanted) {
        IdentityHashMap<AbstractInsnNode, TypeState> states = new IdentityHashMap<>();
        AnalyzerAdapter replay = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
        boolean canSkip = !hasRawFrame(method.instructions);
        AbstractInsnNode next = method.instructions.getFirst();
        for (AbstractInsnNode instruction : method.instructions) {
            if (wanted.test(instruction)) {
                for (; next != instruction; next = next.getNext()) {
                    next.accept(replay);
                }
                if (replay.locals != null) {
                    states.put(
                            instruction, new TypeState(new ArrayList<>(replay.locals), new ArrayList<>(replay.stack)));
                }
            }
            if (canSkip && instruction instanceof FrameNode) {
                next = instruction; // it says all that those before it would have told
            }
        }
        return states;
    }

    /** Whether a frame names a raw object: it does so by the instruction that made it, which then must not be skipped. */
    private static boolean hasRawFrame(InsnList instructions) {
        for (AbstractInsnNode instruction : instructions) {
            if (instruction instanceof FrameNode frame && (hasLabel(frame.stack) || hasLabel(frame.local))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLabel(List<Object> types) {
        for (Object type : types) {
            if (type instanceof LabelNode) {
                return true;
            }
        }
        return false;
    }

    /** Whether an object whose constructor has not run lies on the stack or in a local. */
    boolean hasRaw() {
        return hasRaw(stack) || hasRaw(locals);
    }

    private static boolean hasRaw(List<Object> types) {
        for (Object type : types) {
            if (type instanceof Label) {
                return true;
            }
        }
        return false;
    }

    /** The type at a depth of the operand stack, counted in slots from the top, which is 0. */
    Object fromTop(int depth) {
        return stack.get(stack.size() - 1 - depth);
    }
}
