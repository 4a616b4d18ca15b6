package dev.kyoto.compiler.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Keeps the holders of one class as constants in that class, which defines each when its lambda expression is first evaluated.
 * For transformation at run time: while a class is being defined, no class can be defined in its package.
 */
final class EmbeddedHolders {
    /** A constant has at most 65,535 bytes, and a character between 1 and 255 takes one or two of them, zero two. */
    private static final int MAX_CHARACTERS = 65_535 / 2;

    private final PartialClass owner;
    private final MethodNode linker;
    private final Handle bootstrap;

    EmbeddedHolders(PartialClass owner) {
        this.owner = owner;
        linker = readLinker();
        linker.name = "kyoto$" + linker.name;
        linker.access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_VARARGS;
        boolean inInterface = owner.isInterface();
        bootstrap = new Handle(Opcodes.H_INVOKESTATIC, owner.name(), linker.name, linker.desc, inInterface);
    }

    private static MethodNode readLinker() {
        ClassNode template = new ClassNode();
        try (InputStream file = HolderLinker.class.getResourceAsStream(HolderLinker.class.getSimpleName() + ".class")) {
            new ClassReader(Objects.requireNonNull(file))
                    .accept(template, ClassReader.SKIP_DEBUG | ClassReader.EXPAND_FRAMES);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return template.methods.stream()
                .filter(method -> method.name.equals("link"))
                .findFirst()
                .orElseThrow();
    }

    /** Gives the class what all of its {@link #template expressions} need. */
    void addLinker() {
        owner.methods().add(linker);
    }

    /** What a lambda expression becomes: answers what the holder's method of that descriptor does. */
    AbstractInsnNode template(String descriptor, String holder, byte[] classFile) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(holder.replace('/', '.'));
        String characters = new String(classFile, StandardCharsets.ISO_8859_1);
        for (int from = 0; from < characters.length(); from += MAX_CHARACTERS) {
            arguments.add(characters.substring(from, Math.min(from + MAX_CHARACTERS, characters.length())));
        }
        return new InvokeDynamicInsnNode(HolderWriter.TEMPLATE, descriptor, bootstrap, arguments.toArray());
    }
}
