package dev.kyoto.compiler.transform;

import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Turns the body of an async block into one that can be left at each await and entered there again.
 *
 * <pre>
 *     block = (Holder) block; await = block.enter(); future = null
 *     switch (await) { 1, 4 → RESTORE_A; 2, 3 → RESTORE_B; otherwise → START }
 *   RESTORE_A:  locals = block.fields…; future = block.resume(); stack = block.fields…
 *     switch (await) { 1 → POLL_1; 4 → POLL_4 }
 *   SUSPEND_A:  block.fields… = stack, locals; return block.suspend(await, future)
 *   RESTORE_B:  …
 *   SUSPEND_B:  …
 *   START:      arguments = block.fields…
 *     the body, in which each await() became
 *         future = top of stack; await = 1
 *       POLL_1: poll = future.poll(cx)
 *         if (poll.isPending()) → SUSPEND_A
 *         poll.value()
 * </pre>
 *
 * An await that is ready stores nothing but two locals. The code before START lies outside all try ranges, so no handler
 * sees a frame that is half restored, and before the first line number, so no debugger and no coverage tool takes it for
 * the user's.
 */
final class StateMachine {
    private final PartialClass owner;
    private final AsyncLambda lambda;
    private final MethodNode body;
    private final String holder;
    private final AsyncTypes types;
    private final BodySlots slots;
    private final HolderFields fields;
    private final Map<Layout, Suspension> suspensions = new LinkedHashMap<>();

    StateMachine(PartialClass owner, AsyncLambda lambda, String holder, AsyncTypes types) {
        this.owner = owner;
        this.lambda = lambda;
        this.body = lambda.body();
        this.holder = holder;
        this.types = types;
        this.slots = new BodySlots(owner.name(), holder, lambda.hasReceiver());
        this.fields = new HolderFields(holder);
    }

    /** Rewrites the body; answers the holder that it now needs. */
    Holder write() {
        ControlFlow flow = new ControlFlow(body);
        Liveness liveness = new Liveness(flow, body.maxLocals);
        IdentityHashMap<AbstractInsnNode, TypeState> states = states();
        List<Await> awaits = awaits(liveness, new Monitors(body, flow), states);
        Constructions constructions = Constructions.across(awaits, body, states);
        int free = slots.moved(Math.max(body.maxLocals, slots.first()));
        List<HolderFields.Field> arguments = arguments();
        Map<Integer, HolderFields.Field> captured = captured(arguments);
        List<Suspension> byNumber = new ArrayList<>();
        Map<AbstractInsnNode, BitSet> kept = new IdentityHashMap<>();
        for (Await await : awaits) {
            Layout layout = Layout.of(await, slots.first(), constructions.labels());
            Suspension suspension = suspensions.get(layout);
            if (suspension == null) {
                suspension = new Suspension(layout, slots, captured, fields);
                suspensions.put(layout, suspension);
            }
            suspension.add(await);
            byNumber.add(suspension);
            kept.put(await.call(), layout.kept());
        }
        LocalVariables.trim(body, flow, kept, slots.first());
        new BodyAdjuster(body, slots, liveness, constructions.labels()).adjust();
        constructions.postpone(free);
        for (Await await : awaits) {
            replace(await, byNumber.get(await.number() - 1));
        }
        body.instructions.insert(prologue(arguments, byNumber));
        Holder result = new Holder(holder, arguments, fields, describeSource(awaits));
        declare();
        return result;
    }

    /** The states before the awaits, and before all instructions if an object is under construction at an await. */
    private IdentityHashMap<AbstractInsnNode, TypeState> states() {
        IdentityHashMap<AbstractInsnNode, TypeState> atAwaits = TypeState.before(owner.name(), body, this::isAwait);
        for (TypeState state : atAwaits.values()) {
            if (state.hasRaw()) {
                return TypeState.before(owner.name(), body, instruction -> true);
            }
        }
        return atAwaits;
    }

    private List<Await> awaits(
            Liveness liveness, Monitors monitors, IdentityHashMap<AbstractInsnNode, TypeState> states) {
        List<Await> awaits = new ArrayList<>();
        int line = -1;
        for (AbstractInsnNode instruction : body.instructions) {
            if (instruction instanceof LineNumberNode number) {
                line = number.line;
            }
            TypeState state = states.get(instruction);
            if (state != null && isAwait(instruction)) {
                if (monitors.heldBefore(instruction)) {
                    throw new UntransformableException(
                            Diagnosis.AWAIT_IN_SYNCHRONIZED,
                            "await() in synchronized: the thread that goes on later need not be the one that holds the"
                                    + " monitor. Use dev.kyoto.futures.sync.Mutex, or await before or after it.",
                            line);
                }
                awaits.add(new Await(
                        awaits.size() + 1,
                        (MethodInsnNode) instruction,
                        line,
                        cancelMark("", Makers.ofOperand(instruction), line),
                        state,
                        liveness.before(instruction),
                        new LabelNode()));
            }
        }
        return awaits;
    }

    private boolean isAwait(AbstractInsnNode instruction) {
        return instruction instanceof MethodInsnNode call
                && call.name.equals("await")
                && call.desc.equals("()Ljava/lang/Object;")
                && types.isFuture(call.owner);
    }

    /** A field for each parameter. */
    private List<HolderFields.Field> arguments() {
        List<HolderFields.Field> arguments = new ArrayList<>();
        for (Type parameter : lambda.parameters()) {
            arguments.add(fields.own(VerifierType.fieldType(parameter)));
        }
        return arguments;
    }

    /** The arguments that the body never assigns to, by slot: while they are needed they simply stay in their fields. */
    private Map<Integer, HolderFields.Field> captured(List<HolderFields.Field> arguments) {
        Map<Integer, HolderFields.Field> captured = new HashMap<>();
        int slot = slots.first();
        for (HolderFields.Field argument : arguments) {
            captured.put(slot, argument);
            slot += argument.type().getSize();
        }
        for (AbstractInsnNode instruction : body.instructions) {
            if (Locals.isWrite(instruction)) {
                captured.remove(Locals.slot(instruction));
            }
        }
        return captured;
    }

    private void replace(Await await, Suspension suspension) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ASTORE, slots.future()));
        code.add(constant(await.number()));
        code.add(new VarInsnNode(Opcodes.ISTORE, slots.await()));
        code.add(await.poll());
        Layout layout = suspension.layout();
        code.add(slots.frame(layout.locals(), layout.kept(), layout.stack()));
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.future()));
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.context()));
        code.add(new MethodInsnNode(Opcodes.INVOKEINTERFACE, Protocol.FUTURE, "poll", Protocol.POLL_DESCRIPTOR, true));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, Protocol.POLL, "isPending", "()Z", false));
        code.add(new JumpInsnNode(Opcodes.IFNE, suspension.suspendLabel()));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, Protocol.POLL, "value", "()Ljava/lang/Object;", false));
        body.instructions.insertBefore(await.call(), code);
        body.instructions.remove(await.call());
    }

    private InsnList prologue(List<HolderFields.Field> arguments, List<Suspension> byNumber) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, holder));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ASTORE, slots.block()));
        code.add(slots.callOfBlock("enter", "()I"));
        code.add(new VarInsnNode(Opcodes.ISTORE, slots.await()));
        code.add(new InsnNode(Opcodes.ACONST_NULL));
        code.add(new VarInsnNode(Opcodes.ASTORE, slots.future()));
        if (!byNumber.isEmpty()) {
            LabelNode start = new LabelNode();
            code.add(new VarInsnNode(Opcodes.ILOAD, slots.await()));
            TableSwitchInsnNode entry = new TableSwitchInsnNode(1, byNumber.size(), start);
            for (Suspension suspension : byNumber) {
                entry.labels.add(suspension.restoreLabel());
            }
            code.add(entry);
            for (Suspension suspension : suspensions.values()) {
                code.add(suspension.restoreCode());
                code.add(suspension.suspendCode(fields.all()));
            }
            code.add(start);
            code.add(slots.frame());
        }
        // The body may begin with a frame of its own, and two frames must not meet at one instruction.
        code.add(new InsnNode(Opcodes.NOP));
        int slot = slots.moved(slots.first());
        for (HolderFields.Field argument : arguments) {
            code.add(new VarInsnNode(Opcodes.ALOAD, slots.block()));
            code.add(argument.get());
            code.add(new VarInsnNode(argument.type().getOpcode(Opcodes.ISTORE), slot));
            slot += argument.type().getSize();
        }
        return code;
    }

    /** Gives the body the form that the holder calls: visible in its package, with the block as its first parameter. */
    private void declare() {
        boolean inInterface = owner.isInterface();
        body.desc = Protocol.BODY_DESCRIPTOR;
        body.access &= ~Opcodes.ACC_PRIVATE;
        if (inInterface) {
            body.access |= Opcodes.ACC_PUBLIC;
        } else if (lambda.hasReceiver()) {
            body.access |= Opcodes.ACC_FINAL;
        }
        body.signature = null;
        body.parameters = null;
        body.visibleParameterAnnotations = null;
        body.invisibleParameterAnnotations = null;
        body.visibleTypeAnnotations = null;
        body.invisibleTypeAnnotations = null;
    }

    private String describeSource(List<Await> awaits) {
        StringJoiner source = new StringJoiner("|");
        source.add(owner.name().replace('/', '.'));
        source.add(lambda.enclosingMethod());
        source.add(orEmpty(owner.sourceFile()));
        int line = lambda.firstLine();
        source.add(line + cancelMark(AsyncTypes.BRANCH, lambda.branch(), line));
        for (Await await : awaits) {
            source.add(await.line() + await.mark());
        }
        return source.toString();
    }

    private String cancelMark(String prefix, @Nullable String maker, int line) {
        return maker == null ? "" : types.cancelMark(prefix + maker, line);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static AbstractInsnNode constant(int value) {
        if (value <= 5) {
            return new InsnNode(Opcodes.ICONST_0 + value);
        } else if (value <= Byte.MAX_VALUE) {
            return new IntInsnNode(Opcodes.BIPUSH, value);
        } else if (value <= Short.MAX_VALUE) {
            return new IntInsnNode(Opcodes.SIPUSH, value);
        }
        return new LdcInsnNode(value);
    }
}
