package dev.kyoto.compiler.transform;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lets a task know which line has spawned it: before each call of Kyoto's that makes a task of a future, the future is given
 * the line, as a constant. Of {@code spawn(() -> …)} nothing need be known, since the block is written there.
 */
final class SpawnSites {
    /** Methods whose last argument becomes a task. */
    private static final Set<String> SPAWNING = Set.of("spawn", "spawnLocal", "shield", "blockOn");

    private static final String KYOTO = "dev/kyoto/";

    private final PartialClass owner;
    private final LambdaFinder found;

    SpawnSites(PartialClass owner, LambdaFinder found) {
        this.owner = owner;
        this.found = found;
    }

    void add() {
        for (MethodNode method : owner.methods()) {
            int line = -1;
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof LineNumberNode number) {
                    line = number.line;
                } else if (instruction instanceof MethodInsnNode call && isSpawning(call.owner, call.name, call.desc)) {
                    method.instructions.insertBefore(call, note(method, line));
                }
            }
        }
    }

    /** Whether a method makes a task of its last argument. */
    static boolean isSpawning(String owner, String name, String descriptor) {
        if (!SPAWNING.contains(name) || !owner.startsWith(KYOTO)) {
            return false;
        }
        Type[] arguments = Type.getArgumentTypes(descriptor);
        return arguments.length > 0
                && arguments[arguments.length - 1].getDescriptor().equals("L" + Protocol.FUTURE + ";");
    }

    private InsnList note(MethodNode method, int line) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new LdcInsnNode(owner.name().replace('/', '.') + "|" + found.enclosingMethod(method) + "|"
                + (owner.sourceFile() == null ? "" : owner.sourceFile()) + "|" + line));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC, Protocol.COMPILED_BLOCK, "spawnedAt", Protocol.SPAWNED_AT_DESCRIPTOR, false));
        return code;
    }
}
