package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * A class of which only some methods are decoded. All else is copied as it is when it is written, which spares a fifth
 * of what it costs to rewrite a class of a dozen methods. What is copied refers to constants by their place, so all of them
 * stay, used or not.
 */
final class PartialClass {
    /** Where it is in every class file. */
    private static final int VERSION = 4;

    private final ClassReader reader;

    /** Which methods are decoded, in the order of the class file. */
    private final BitSet decoded;

    private final List<MethodNode> methods = new ArrayList<>();
    private final String name;
    private @Nullable String sourceFile;

    PartialClass(ClassReader reader, BitSet decoded) {
        this.reader = reader;
        this.decoded = decoded;
        this.name = reader.getClassName();
        reader.accept(new Decoder(), ClassReader.EXPAND_FRAMES);
    }

    private final class Decoder extends ClassVisitor {
        private int visited;

        Decoder() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitSource(@Nullable String source, @Nullable String debug) {
            sourceFile = source;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (!decoded.get(visited++)) {
                return null;
            }
            MethodNode method = new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions);
            methods.add(method);
            return method;
        }
    }

    /** Its internal name. */
    String name() {
        return name;
    }

    boolean isInterface() {
        return (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
    }

    /** Of the class file, as ASM counts: the minor version in the upper half. */
    int version() {
        return reader.readInt(VERSION);
    }

    @Nullable String sourceFile() {
        return sourceFile;
    }

    /** The methods that are decoded, in their order, and those that were added. May be changed and added to. */
    List<MethodNode> methods() {
        return methods;
    }

    /** The class file, with the methods as they are now. */
    byte[] write() {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        // ASM protects itself against hostile class files. These are javac's, and long jumps in a long body come near
        // its limits.
        writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
        reader.accept(new Merger(writer), 0);
        return writer.toByteArray();
    }

    /** Passes everything on but the decoded methods, in whose place it puts what has become of them. */
    private final class Merger extends ClassVisitor {
        private final Iterator<MethodNode> changed = methods.iterator();
        private int visited;

        Merger(ClassWriter writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (decoded.get(visited++)) {
                changed.next().accept(cv);
                return null;
            }
            return super.visitMethod(access, name, descriptor, signature, exceptions); // ASM copies into its own writer
        }

        @Override
        public void visitEnd() {
            while (changed.hasNext()) { // those that were added
                changed.next().accept(cv);
            }
            super.visitEnd();
        }
    }
}
