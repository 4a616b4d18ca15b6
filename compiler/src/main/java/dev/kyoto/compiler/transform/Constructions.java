package dev.kyoto.compiler.transform;

import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Objects that are under construction at an await, as in {@code new Point(x.await(), y)}: javac puts the raw object on the
 * stack before it evaluates the arguments, and a raw object can be neither kept in a field nor made again, since the
 * verifier ties it to the one instruction that made it.
 *
 * <p>So it is made later: where javac has {@code new} it is made and dropped at once, which initialises the class when Java
 * says it must be; and before the constructor is called, the arguments are put aside and the object is made.
 *
 * <p>Where the arguments contain a switch expression with a {@code try} in it, javac puts all of the stack, the raw object too,
 * aside into locals for as long as the switch lasts. What moves it there and back is left out.
 */
final class Constructions {
    private final MethodNode body;
    private final IdentityHashMap<AbstractInsnNode, TypeState> states;

    /** The verifier's names of the raw objects. */
    private final Set<Object> labels = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The instructions that move them between the stack and locals. */
    private final List<AbstractInsnNode> moves = new ArrayList<>();

    private Constructions(MethodNode body, IdentityHashMap<AbstractInsnNode, TypeState> states) {
        this.body = body;
        this.states = states;
    }

    static Constructions across(
            List<Await> awaits, MethodNode body, IdentityHashMap<AbstractInsnNode, TypeState> states) {
        Constructions found = new Constructions(body, states);
        for (Await await : awaits) {
            found.addRaw(await.state().stack());
            found.addRaw(await.state().locals());
        }
        if (!found.labels.isEmpty()) {
            found.findMoves();
        }
        return found;
    }

    private void addRaw(List<Object> types) {
        for (Object type : types) {
            if (type instanceof Label) {
                labels.add(type);
            }
        }
    }

    private void findMoves() {
        for (AbstractInsnNode instruction : body.instructions) {
            if (movesRawToOrFromLocal(instruction)) {
                moves.add(instruction);
            }
        }
    }

    private boolean movesRawToOrFromLocal(AbstractInsnNode instruction) {
        TypeState state = states.get(instruction);
        if (state == null) {
            return false;
        }
        return switch (instruction.getOpcode()) {
            case Opcodes.ASTORE -> labels.contains(state.fromTop(0));
            case Opcodes.ALOAD -> labels.contains(state.locals().get(Locals.slot(instruction)));
            default -> false;
        };
    }

    /** The verifier types that no longer occur after {@link #postpone}. */
    Set<Object> labels() {
        return labels;
    }

    /** Makes the objects just before their constructors run. Slots from {@code free} on are used to put arguments aside. */
    void postpone(int free) {
        if (labels.isEmpty()) {
            return;
        }
        moves.forEach(body.instructions::remove);
        int line = -1;
        for (AbstractInsnNode instruction : body.instructions.toArray()) {
            if (instruction instanceof LineNumberNode number) {
                line = number.line;
            }
            TypeState state = states.get(instruction);
            if (state == null) {
                continue;
            }
            switch (instruction.getOpcode()) {
                case Opcodes.NEW -> dropAtOnce(instruction);
                case Opcodes.DUP -> removeIfRaw(instruction, state);
                case Opcodes.INVOKESPECIAL -> make((MethodInsnNode) instruction, state, free, line);
                default -> rejectIfMovesRaw(instruction, state, line);
            }
        }
    }

    private void dropAtOnce(AbstractInsnNode instruction) {
        TypeState after = states.get(instruction.getNext());
        if (after != null && labels.contains(after.fromTop(0))) {
            body.instructions.insert(instruction, new InsnNode(Opcodes.POP));
        }
    }

    private void removeIfRaw(AbstractInsnNode instruction, TypeState state) {
        if (labels.contains(state.fromTop(0))) {
            body.instructions.remove(instruction);
        }
    }

    private void make(MethodInsnNode call, TypeState state, int free, int line) {
        if (!call.name.equals("<init>")) {
            return;
        }
        Type[] arguments = Type.getArgumentTypes(call.desc);
        int depth = 0;
        for (Type argument : arguments) {
            depth += argument.getSize();
        }
        Object raw = state.fromTop(depth);
        if (!labels.contains(raw)) {
            return;
        }
        long copies = state.stack().stream().filter(type -> type == raw).count();
        if (copies > 2 || (copies == 2 && state.fromTop(depth + 1) != raw)) {
            throw unsupported(line);
        }
        InsnList code = new InsnList();
        int top = free + depth;
        for (int i = arguments.length - 1; i >= 0; i--) {
            top -= arguments[i].getSize();
            code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), top));
        }
        code.add(new TypeInsnNode(Opcodes.NEW, call.owner));
        if (copies == 2) {
            code.add(new InsnNode(Opcodes.DUP));
        }
        for (Type argument : arguments) {
            code.add(new VarInsnNode(argument.getOpcode(Opcodes.ILOAD), top));
            top += argument.getSize();
        }
        body.instructions.insertBefore(call, code);
    }

    private void rejectIfMovesRaw(AbstractInsnNode instruction, TypeState state, int line) {
        int moved = switch (instruction.getOpcode()) {
            case Opcodes.POP -> 1;
            case Opcodes.POP2, Opcodes.DUP2, Opcodes.DUP_X1, Opcodes.SWAP -> 2;
            case Opcodes.DUP_X2, Opcodes.DUP2_X1 -> 3;
            case Opcodes.DUP2_X2 -> 4;
            default -> 0;
        };
        for (int depth = 0; depth < Math.min(moved, state.stack().size()); depth++) {
            if (labels.contains(state.fromTop(depth))) {
                throw unsupported(line);
            }
        }
    }

    private static UntransformableException unsupported(int line) {
        return new UntransformableException(
                Diagnosis.CONSTRUCTOR_ARGUMENTS,
                "This await stands in the arguments of a constructor whose object is moved about before it is made, which"
                        + " is not supported. Await into a local variable first.",
                line);
    }
}
