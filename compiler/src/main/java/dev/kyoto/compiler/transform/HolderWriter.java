package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/** Writes the class file of a holder. None of its methods branches, so that it needs no frame. */
final class HolderWriter {
    /** The static method that a lambda expression became a call of. */
    static final String TEMPLATE = "template";

    private static final String RECEIVER = "receiver";

    /** The types of the JDK that a variable with the guard of a lock may have. */
    private static final Set<String> GENERAL =
            Set.of("java/lang/Object", "java/lang/AutoCloseable", "java/io/Closeable");

    private final PartialClass owner;
    private final AsyncLambda lambda;
    private final Holder holder;
    private final String name;
    private final List<HolderFields.Field> captured;
    private final String constructorDescriptor;
    private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    HolderWriter(PartialClass owner, AsyncLambda lambda, Holder holder) {
        this.owner = owner;
        this.lambda = lambda;
        this.holder = holder;
        this.name = holder.name();
        this.captured = holder.arguments().subList(0, lambda.captured().size());
        String descriptor = lambda.expression().descriptor();
        this.constructorDescriptor = descriptor.substring(0, descriptor.indexOf(')') + 1) + "V";
    }

    byte[] write() {
        out.visit(
                owner.version(),
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name,
                null,
                Protocol.COMPILED_BLOCK,
                lambda.interfaces().toArray(new String[0]));
        out.visitSource(owner.sourceFile(), null);
        for (HolderFields.Field field : holder.fields().all()) {
            out.visitField(0, field.name(), field.descriptor(), null, null);
        }
        if (lambda.hasReceiver()) {
            out.visitField(Opcodes.ACC_FINAL, RECEIVER, receiverDescriptor(), null, null);
        }
        constructor();
        template();
        fresh();
        poll();
        describeSource();
        visitKept();
        for (String descriptor : lambda.methodDescriptors()) {
            functionalMethod(descriptor);
        }
        out.visitEnd();
        return out.toByteArray();
    }

    private String receiverDescriptor() {
        return "L" + owner.name() + ";";
    }

    private void constructor() {
        MethodVisitor code = begin(0, "<init>", constructorDescriptor);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, Protocol.COMPILED_BLOCK, "<init>", "()V", false);
        int slot = 1;
        if (lambda.hasReceiver()) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ALOAD, slot++);
            code.visitFieldInsn(Opcodes.PUTFIELD, name, RECEIVER, receiverDescriptor());
        }
        for (HolderFields.Field field : captured) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(field.type().getOpcode(Opcodes.ILOAD), slot);
            slot += field.type().getSize();
            put(code, field);
        }
        end(code, Opcodes.RETURN);
    }

    private void template() {
        MethodVisitor code =
                begin(Opcodes.ACC_STATIC, TEMPLATE, lambda.expression().descriptor());
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        int slot = 0;
        for (Type argument : Type.getArgumentTypes(lambda.expression().descriptor())) {
            code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
            slot += argument.getSize();
        }
        construct(code);
        end(code, Opcodes.ARETURN);
    }

    /** A copy with the same captured values; where the lambda has parameters, with arguments for them. */
    private void fresh() {
        int parameters = holder.arguments().size() - captured.size();
        MethodVisitor code = begin(
                Opcodes.ACC_PROTECTED,
                "fresh",
                parameters == 0 ? Protocol.FRESH_DESCRIPTOR : Protocol.FRESH_WITH_ARGUMENTS_DESCRIPTOR);
        if (parameters > 0) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitIntInsn(Opcodes.SIPUSH, parameters);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, name, "expectArguments", Protocol.EXPECT_ARGUMENTS_DESCRIPTOR, false);
        }
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        loadReceiver(code);
        for (HolderFields.Field field : captured) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, field.name(), field.descriptor());
        }
        construct(code);
        for (int i = 0; i < parameters; i++) {
            bind(code, i);
        }
        end(code, Opcodes.ARETURN);
    }

    /** {@code fresh.parameter = (Type) arguments[i];} with {@code fresh} on the stack, where it stays. */
    private void bind(MethodVisitor code, int i) {
        int argument = captured.size() + i;
        code.visitInsn(Opcodes.DUP);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitIntInsn(Opcodes.SIPUSH, i);
        code.visitInsn(Opcodes.AALOAD);
        cast(code, lambda.parameters().get(argument));
        put(code, holder.arguments().get(argument));
    }

    private static void cast(MethodVisitor code, Type type) {
        if (type.getSort() >= Type.ARRAY) {
            code.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        } else {
            Boxing boxing = Boxing.of(type);
            code.visitTypeInsn(Opcodes.CHECKCAST, boxing.boxed());
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, boxing.boxed(), boxing.unboxMethod(), "()" + type.getDescriptor(), false);
        }
    }

    /** {@code return settle(Owner.body(this, cx));} */
    private void poll() {
        MethodNode body = lambda.body();
        boolean inInterface = owner.isInterface();
        MethodVisitor code = begin(Opcodes.ACC_PUBLIC, "poll", Protocol.POLL_DESCRIPTOR, "java/lang/Exception");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        loadReceiver(code);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        int call = !lambda.hasReceiver()
                ? Opcodes.INVOKESTATIC
                : inInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        code.visitMethodInsn(call, owner.name(), body.name, body.desc, inInterface);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, Protocol.COMPILED_BLOCK, "settle", Protocol.SETTLE_DESCRIPTOR, false);
        end(code, Opcodes.ARETURN);
    }

    private void describeSource() {
        MethodVisitor code = begin(Opcodes.ACC_PROTECTED, "describeSource", "()Ljava/lang/String;");
        code.visitLdcInsn(holder.source());
        end(code, Opcodes.ARETURN);
    }

    /** {@code visitor.accept(saved1); visitor.accept(saved2); …} for what may be of interest to who looks from outside. */
    private void visitKept() {
        List<HolderFields.Field> kept = new ArrayList<>();
        for (HolderFields.Field field : holder.fields().all()) {
            if (mayBeResource(field.type())) {
                kept.add(field);
            }
        }
        if (kept.isEmpty()) {
            return;
        }
        MethodVisitor code = begin(Opcodes.ACC_PROTECTED, "visitKept", Protocol.VISIT_KEPT_DESCRIPTOR);
        for (HolderFields.Field field : kept) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, field.name(), field.descriptor());
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, Protocol.CONSUMER, "accept", "(Ljava/lang/Object;)V", true);
        }
        end(code, Opcodes.RETURN);
    }

    private static boolean mayBeResource(Type type) {
        return type.getSort() == Type.OBJECT
                && (!type.getInternalName().startsWith("java/") || GENERAL.contains(type.getInternalName()));
    }

    /** {@code throw calledDirectly();} */
    private void functionalMethod(String descriptor) {
        MethodVisitor code = begin(Opcodes.ACC_PUBLIC, lambda.expression().method(), descriptor);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Protocol.COMPILED_BLOCK,
                "calledDirectly",
                "()Ljava/lang/IllegalStateException;",
                false);
        end(code, Opcodes.ATHROW);
    }

    private MethodVisitor begin(int access, String method, String descriptor, String... exceptions) {
        MethodVisitor code = out.visitMethod(access, method, descriptor, null, exceptions);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code, int lastInstruction) {
        code.visitInsn(lastInstruction);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void loadReceiver(MethodVisitor code) {
        if (lambda.hasReceiver()) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, RECEIVER, receiverDescriptor());
        }
    }

    private void construct(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructorDescriptor, false);
    }

    private void put(MethodVisitor code, HolderFields.Field field) {
        code.visitFieldInsn(Opcodes.PUTFIELD, name, field.name(), field.descriptor());
    }
}
