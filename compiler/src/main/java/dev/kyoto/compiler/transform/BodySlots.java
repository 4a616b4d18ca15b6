package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Where a rewritten body keeps its locals:
 *
 * <pre>
 * [this]  block  cx  future  await  the locals that javac numbered, moved up by four
 * </pre>
 *
 * {@code future} is what the current await polls, {@code await} its number. Both are set from the first instruction on,
 * so that every frame begins alike.
 */
final class BodySlots {
    private static final int ADDED = 4;

    private final String owner;
    private final String holder;
    private final int first;

    /** Of a body in the class {@code owner}, whose holder is of the class {@code holder}. */
    BodySlots(String owner, String holder, boolean hasReceiver) {
        this.owner = owner;
        this.holder = holder;
        this.first = hasReceiver ? 1 : 0;
    }

    /** Where the locals that javac numbered begin, in its numbering: after {@code this}. */
    int first() {
        return first;
    }

    int block() {
        return first;
    }

    int context() {
        return first + 1;
    }

    int future() {
        return first + 2;
    }

    int await() {
        return first + 3;
    }

    /** Where the local that javac put into {@code slot} is now. */
    int moved(int slot) {
        return slot < first ? slot : slot + ADDED;
    }

    /**
     * Calls a method that the block inherits. It is named as the holder's own, because the verifier would load the holder to
     * learn what it extends, and the class that is verified may be the one that defines it later.
     */
    MethodInsnNode callOfBlock(String method, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, holder, method, descriptor, false);
    }

    /** A frame in which only what every frame has is set. */
    FrameNode frame() {
        return frame(List.of(), new BitSet(), List.of());
    }

    /**
     * A frame of the rewritten body.
     *
     * @param locals of the original, slot by slot, {@code this} included
     * @param live those of them that the frame keeps; the others are not read before they are written
     * @param stack the types on the operand stack, a long or double counting once
     */
    FrameNode frame(List<Object> locals, BitSet live, List<Object> stack) {
        List<Object> types = new ArrayList<>();
        if (first == 1) {
            types.add(owner);
        }
        types.add(holder);
        types.add(Protocol.CONTEXT);
        types.add(Protocol.FUTURE);
        types.add(Opcodes.INTEGER);
        int kept = types.size();
        for (int slot = first; slot < locals.size(); ) {
            Object type = locals.get(slot);
            int size = VerifierType.size(type);
            if (live.get(slot) && type != Opcodes.TOP) {
                types.add(type);
                kept = types.size();
            } else {
                for (int i = 0; i < size; i++) {
                    types.add(Opcodes.TOP);
                }
            }
            slot += size;
        }
        return new FrameNode(Opcodes.F_NEW, kept, types.subList(0, kept).toArray(), stack.size(), stack.toArray());
    }

    /** The locals or the stack of a frame as the class file writes it, in which long and double count once, by slots. */
    static List<Object> bySlot(List<Object> compressed) {
        List<Object> slots = new ArrayList<>();
        for (Object type : compressed) {
            slots.add(type);
            if (VerifierType.isWide(type)) {
                slots.add(Opcodes.TOP);
            }
        }
        return slots;
    }

    /** The reverse of {@link #bySlot}. */
    static List<Object> compressed(List<Object> slots) {
        List<Object> types = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); slot += VerifierType.size(slots.get(slot))) {
            types.add(slots.get(slot));
        }
        return types;
    }
}
