package dev.kyoto.compiler.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes a class fail with an error when it is initialised. */
final class FailingClass extends ClassVisitor {
    /** Of a trace; a constant of a class file has at most 65,535 bytes. */
    private static final int MAX_CHARACTERS = 8_000;

    private final String message;
    private final int line;
    private String className = "";
    private @Nullable String file;

    private FailingClass(ClassVisitor out, String message, int line) {
        super(Opcodes.ASM9, out);
        this.message = message;
        this.line = line;
    }

    /** A class that fails because of what is written at a line; -1 when that is not known. */
    static byte[] of(byte[] classFile, String message, int line) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new FailingClass(writer, message, line), 0);
        return writer.toByteArray();
    }

    /** A class that fails because the agent did; null if the class file is not even readable. */
    static byte @Nullable [] of(byte[] classFile, Throwable defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        String text = trace.toString();
        try {
            return of(
                    classFile,
                    "Kyoto's agent failed on this class. If the following does not tell why, please report it, with the code"
                            + " that brought it about:\n" + text.substring(0, Math.min(text.length(), MAX_CHARACTERS)),
                    -1);
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        className = name.replace('/', '.');
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public void visitSource(@Nullable String source, @Nullable String debug) {
        file = source;
        super.visitSource(source, debug);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return name.equals("<clinit>") ? null : super.visitMethod(access, name, descriptor, signature, exceptions);
    }

    @Override
    public void visitEnd() {
        MethodVisitor code = super.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, "java/lang/LinkageError");
        code.visitInsn(Opcodes.DUP);
        code.visitLdcInsn(className + place() + ": " + message);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/LinkageError", "<init>", "(Ljava/lang/String;)V", false);
        code.visitInsn(Opcodes.ATHROW);
        code.visitMaxs(3, 0);
        code.visitEnd();
        super.visitEnd();
    }

    private String place() {
        return line < 0 ? "" : " (" + (file == null ? "line " : file + ":") + line + ")";
    }
}
