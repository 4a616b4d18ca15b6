package dev.kyoto.compiler.transform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Turns the async blocks of one class file into state machines. */
public final class Transformer {
    /**
     * What is to be written in place of a class file.
     *
     * @param main the class file, rewritten
     * @param holders the class files to be written beside it, by internal name
     * @param huge the blocks that HotSpot will never compile
     */
    public record Result(byte[] main, Map<String, byte[]> holders, List<HugeBody> huge) {}

    /** A body of more bytes than HotSpot compiles, and the source line of its first instruction. */
    public record HugeBody(int bytes, int line) {}

    /** The bytes of a method that HotSpot compiles; its {@code HugeMethodLimit}. */
    private static final int MAX_COMPILED = 8000;

    private static final int MAX_CAPTURED = 254;

    private final AsyncTypes types;

    public Transformer(AsyncTypes types) {
        this.types = types;
    }

    /**
     * The class file with its async blocks compiled; itself and no holders if there are none in it.
     *
     * @throws UntransformableException if a block cannot be compiled
     */
    public Result transform(byte[] classFile) {
        if (!mayHaveLambdas(classFile)) {
            return new Result(classFile, Map.of(), List.of());
        }
        ClassNode owner = new ClassNode();
        new ClassReader(classFile).accept(owner, ClassReader.EXPAND_FRAMES);
        LambdaFinder found = new LambdaFinder(owner, types);
        Map<String, byte[]> holders = new LinkedHashMap<>();
        for (AsyncLambda lambda : found.lambdas()) {
            checkCaptured(lambda);
            Type type = Type.getObjectType(owner.name + "$async$" + holders.size());
            Holder holder = new StateMachine(owner, lambda, type, types).write();
            holders.put(type.getInternalName(), new HolderWriter(owner, lambda, holder).write());
            for (LambdaFinder.Site site : found.sites(lambda)) {
                site.method()
                        .instructions
                        .set(
                                site.instruction(),
                                new MethodInsnNode(
                                        Opcodes.INVOKESTATIC,
                                        type.getInternalName(),
                                        HolderWriter.TEMPLATE,
                                        site.instruction().desc,
                                        false));
            }
        }
        return holders.isEmpty()
                ? new Result(classFile, holders, List.of())
                : new Result(write(owner, found), holders, huge(found));
    }

    /** The constructor of a holder takes what is captured, and itself; a method takes 255. */
    private static void checkCaptured(AsyncLambda lambda) {
        int slots = (Type.getArgumentsAndReturnSizes(lambda.expression().descriptor()) >> 2) - 1;
        if (slots > MAX_CAPTURED) {
            throw new UntransformableException(
                    "This async block captures " + slots + " values (this is one, a long or double is two), and "
                            + MAX_CAPTURED
                            + " is the most that can be passed on. Put some of them into a record first.",
                    lambda.firstLine());
        }
    }

    /** Without the name of the lambda factory in its constant pool a class has no lambda; most have none. */
    private static boolean mayHaveLambdas(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1).contains("java/lang/invoke/LambdaMetafactory");
    }

    private static List<HugeBody> huge(LambdaFinder found) {
        List<HugeBody> huge = new ArrayList<>();
        for (AsyncLambda lambda : found.lambdas()) {
            CodeSizeEvaluator size = new CodeSizeEvaluator(null);
            lambda.body().accept(size);
            if (size.getMinSize() > MAX_COMPILED) {
                huge.add(new HugeBody(size.getMinSize(), lambda.firstLine()));
            }
        }
        return huge;
    }

    private static byte[] write(ClassNode owner, LambdaFinder found) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        try {
            owner.accept(writer);
            return writer.toByteArray();
        } catch (MethodTooLargeException tooLarge) {
            for (AsyncLambda lambda : found.lambdas()) {
                if (lambda.body().name.equals(tooLarge.getMethodName())) {
                    throw new UntransformableException(
                            "The async block in " + lambda.enclosingMethod() + " becomes larger than the 64 KB that a"
                                    + " method may have. Move parts of it into async methods of their own.",
                            lambda.firstLine());
                }
            }
            throw tooLarge;
        }
    }
}
