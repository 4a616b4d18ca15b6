package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code that saves and restores one {@link Layout}, for all awaits that have it. Shared because HotSpot never compiles a
 * method of more than 8,000 bytes: with code of its own, each await would take some 42 bytes and 12 more for each local.
 */
final class Suspension {
    private final Layout layout;
    private final BodySlots slots;
    private final List<Await> awaits = new ArrayList<>();

    private final Map<Integer, HolderFields.Field> locals = new LinkedHashMap<>();
    private final List<HolderFields.@Nullable Field> stack = new ArrayList<>();

    /** Which of the fields hold their value at any time, so that it need not be saved. */
    private final Set<HolderFields.Field> captured = new HashSet<>();

    private final LabelNode suspend = new LabelNode();
    private final LabelNode restore = new LabelNode();

    /** {@code captured}: the fields, by slot, of captured values that the body never changes. */
    Suspension(Layout layout, BodySlots slots, Map<Integer, HolderFields.Field> captured, HolderFields fields) {
        this.layout = layout;
        this.slots = slots;
        HolderFields.Allocation allocation = fields.allocation();
        for (int slot = 0; slot < layout.locals().size(); slot++) {
            Object type = layout.locals().get(slot);
            if (type == Opcodes.TOP || type == Opcodes.NULL) {
                continue;
            }
            HolderFields.Field field = captured.get(slot);
            if (field == null) {
                field = allocation.next(VerifierType.fieldType(type));
            } else {
                this.captured.add(field);
            }
            locals.put(slot, field);
        }
        for (Object type : layout.stack()) {
            stack.add(type == Opcodes.NULL ? null : allocation.next(VerifierType.fieldType(type)));
        }
    }

    Layout layout() {
        return layout;
    }

    void add(Await await) {
        awaits.add(await);
    }

    /** Where a pending await goes: on the stack are the layout's values and the poll. */
    LabelNode suspendLabel() {
        return suspend;
    }

    /** Where a body that is polled again goes. */
    LabelNode restoreLabel() {
        return restore;
    }

    /** Saves the layout and leaves the body. Fields that this layout has no use for are cleared: nothing is kept alive. */
    InsnList suspendCode(List<HolderFields.Field> fieldsOfHolder) {
        InsnList code = new InsnList();
        code.add(suspend);
        List<Object> stackWithPoll = new ArrayList<>(layout.stack());
        stackWithPoll.add(Protocol.POLL);
        code.add(slots.frame(layout.locals(), layout.kept(), stackWithPoll));
        code.add(new InsnNode(Opcodes.POP));
        for (int depth = stack.size() - 1; depth >= 0; depth--) {
            spill(code, stack.get(depth), layout.stack().get(depth));
        }
        for (Map.Entry<Integer, HolderFields.Field> local : locals.entrySet()) {
            HolderFields.Field field = local.getValue();
            if (!captured.contains(field)) {
                code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
                code.add(new VarInsnNode(field.type().getOpcode(Opcodes.ILOAD), slots.moved(local.getKey())));
                code.add(field.put());
            }
        }
        for (HolderFields.Field field : fieldsOfHolder) {
            if (field.isReference() && !locals.containsValue(field) && !stack.contains(field)) {
                code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
                code.add(new InsnNode(Opcodes.ACONST_NULL));
                code.add(field.put());
            }
        }
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
        code.add(new VarInsnNode(Opcodes.ILOAD, slots.await()));
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.future()));
        code.add(slots.callOfBlock("suspend", Protocol.SUSPEND_DESCRIPTOR));
        code.add(new InsnNode(Opcodes.ARETURN));
        return code;
    }

    private void spill(InsnList code, HolderFields.@Nullable Field field, Object type) {
        if (field == null) {
            code.add(new InsnNode(Opcodes.POP));
            return;
        }
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
        if (VerifierType.isWide(type)) {
            code.add(new InsnNode(Opcodes.DUP_X2));
            code.add(new InsnNode(Opcodes.POP));
        } else {
            code.add(new InsnNode(Opcodes.SWAP));
        }
        code.add(field.put());
    }

    /** Brings the layout back and goes to the await that the block is suspended at, to poll again. */
    InsnList restoreCode() {
        InsnList code = new InsnList();
        code.add(restore);
        code.add(slots.frame());
        for (int slot = 0; slot < layout.locals().size(); slot++) {
            HolderFields.Field field = locals.get(slot);
            if (field != null) {
                load(code, field);
                code.add(new VarInsnNode(field.type().getOpcode(Opcodes.ISTORE), slots.moved(slot)));
            } else if (layout.locals().get(slot) == Opcodes.NULL) {
                code.add(new InsnNode(Opcodes.ACONST_NULL));
                code.add(new VarInsnNode(Opcodes.ASTORE, slots.moved(slot)));
            }
        }
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
        code.add(slots.callOfBlock("resume", Protocol.RESUME_DESCRIPTOR));
        code.add(new VarInsnNode(Opcodes.ASTORE, slots.future()));
        for (HolderFields.Field field : stack) {
            if (field == null) {
                code.add(new InsnNode(Opcodes.ACONST_NULL));
            } else {
                load(code, field);
            }
        }
        goToAwait(code);
        return code;
    }

    private void load(InsnList code, HolderFields.Field field) {
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
        code.add(field.get());
    }

    private void goToAwait(InsnList code) {
        Await last = awaits.get(awaits.size() - 1);
        if (awaits.size() == 1) {
            code.add(new JumpInsnNode(Opcodes.GOTO, last.poll()));
            return;
        }
        LookupSwitchInsnNode choice = new LookupSwitchInsnNode(last.poll(), new int[0], new LabelNode[0]);
        for (Await other : awaits.subList(0, awaits.size() - 1)) {
            choice.keys.add(other.number());
            choice.labels.add(other.poll());
        }
        code.add(new VarInsnNode(Opcodes.ILOAD, slots.await()));
        code.add(choice);
    }
}
