package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Label;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The verifier's types of all locals and of the operand stack before one instruction. Both lists are indexed by slot: a long
 * or double is followed by a filler.
 */
record TypeState(List<Object> locals, List<Object> stack) {
    /**
     * The states before those instructions of {@code method} that are wanted, found by replaying the stack maps that the
     * class file brings. Unreachable instructions have none. Raw objects are labels that only this replay knows them by.
     */
    static IdentityHashMap<AbstractInsnNode, TypeState> before(
            String owner, MethodNode method, Predicate<AbstractInsnNode> wanted) {
        IdentityHashMap<AbstractInsnNode, TypeState> states = new IdentityHashMap<>();
        AnalyzerAdapter replay = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
        for (AbstractInsnNode instruction : method.instructions) {
            if (replay.locals != null && wanted.test(instruction)) {
                states.put(instruction, new TypeState(new ArrayList<>(replay.locals), new ArrayList<>(replay.stack)));
            }
            instruction.accept(replay);
        }
        return states;
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
