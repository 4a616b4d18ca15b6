package dev.kyoto.compiler.transform;

import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Turns the async blocks of one class file into state machines. */
public final class Transformer {
    /**
     * What is to be written in place of a class file.
     *
     * @param main the class file, rewritten
     * @param holders the class files to be written beside it, by internal name; none if they travel within
     * @param huge the blocks that HotSpot will never compile
     */
    public record Result(byte[] main, Map<String, byte[]> holders, List<HugeBody> huge) {}

    /** A body of more bytes than HotSpot compiles, and the source line of its first instruction. */
    public record HugeBody(int bytes, int line) {}

    /** The bytes of a method that HotSpot compiles; its {@code HugeMethodLimit}. */
    private static final int MAX_COMPILED = 8000;

    private static final int MAX_CAPTURED = 254;

    private final AsyncTypes types;
    private final boolean embedHolders;

    private Transformer(AsyncTypes types, boolean embedHolders) {
        this.types = types;
        this.embedHolders = embedHolders;
    }

    /** One whose holders become class files beside the class that needs them. */
    public static Transformer ofClassFiles(AsyncTypes types) {
        return new Transformer(types, false);
    }

    /** One whose holders travel within the class that needs them: for a class that is just being loaded. */
    public static Transformer ofClassesBeingLoaded(AsyncTypes types) {
        return new Transformer(types, true);
    }

    /**
     * Whether there can be a lambda in a class: not without the name of their factory among its constants, which most lack.
     * For those who see all classes, since it is told far more quickly than {@link #transform} tells that there is no block.
     */
    public static boolean mayHaveLambdas(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1).contains(LambdaFinder.METAFACTORY);
    }

    /**
     * The class file with its async blocks compiled; itself and no holders if there are none in it.
     *
     * @throws UntransformableException if a block cannot be compiled
     */
    public Result transform(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        BitSet concerned = MethodScan.methodsIn(classFile, reader, types);
        if (concerned.isEmpty()) {
            return new Result(classFile, Map.of(), List.of());
        }
        PartialClass owner = new PartialClass(reader, concerned);
        LambdaFinder found = new LambdaFinder(owner, types);
        if (found.lambdas().isEmpty()) {
            return new Result(classFile, Map.of(), List.of());
        }
        new SpawnSites(owner, found).add();
        EmbeddedHolders embedded = embedHolders ? new EmbeddedHolders(owner) : null;
        Map<String, byte[]> holders = new LinkedHashMap<>();
        for (AsyncLambda lambda : found.lambdas()) {
            check(lambda);
            String name = owner.name() + "$async$" + holders.size();
            Holder holder = new StateMachine(owner, lambda, name, types).write();
            byte[] file = new HolderWriter(owner, lambda, holder).write();
            holders.put(name, file);
            for (LambdaFinder.Site site : found.sites(lambda)) {
                String descriptor = site.instruction().desc;
                site.method()
                        .instructions
                        .set(
                                site.instruction(),
                                embedded == null
                                        ? callOfTemplate(name, descriptor)
                                        : embedded.template(descriptor, name, file));
            }
        }
        if (embedded != null) {
            embedded.addLinker();
            holders.clear();
        }
        byte[] main = write(owner, found);
        // A method is part of the class file, so in a small one none is huge.
        return new Result(main, holders, main.length > MAX_COMPILED ? huge(found) : List.of());
    }

    private static AbstractInsnNode callOfTemplate(String holder, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, holder, HolderWriter.TEMPLATE, descriptor, false);
    }

    private static void check(AsyncLambda lambda) {
        if (lambda.isSerializable()) {
            throw new UntransformableException(
                    Diagnosis.SERIALIZABLE_BLOCK,
                    "An async block cannot be serializable: what it is suspended at is not. Remove Serializable.",
                    lambda.firstLine());
        }
        checkCaptured(lambda);
    }

    /** The constructor of a holder takes what is captured, and itself; a method takes 255. */
    private static void checkCaptured(AsyncLambda lambda) {
        int slots = (Type.getArgumentsAndReturnSizes(lambda.expression().descriptor()) >> 2) - 1;
        if (slots > MAX_CAPTURED) {
            throw new UntransformableException(
                    Diagnosis.TOO_MANY_CAPTURES,
                    "This async block captures " + slots + " values (this is one, a long or double is two), and "
                            + MAX_CAPTURED
                            + " is the most that can be passed on. Put some of them into a record first.",
                    lambda.firstLine());
        }
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

    private static byte[] write(PartialClass owner, LambdaFinder found) {
        try {
            return owner.write();
        } catch (MethodTooLargeException tooLarge) {
            for (AsyncLambda lambda : found.lambdas()) {
                if (lambda.body().name.equals(tooLarge.getMethodName())) {
                    throw tooLarge(lambda, "the 64 KB that a method may have");
                }
            }
            throw tooLarge;
        } catch (IndexOutOfBoundsException lost) {
            // ASM writes a method with jumps of more than 32 KB in a second pass, which loses its way in some.
            for (AsyncLambda lambda : found.lambdas()) {
                if (maxSize(lambda) > Short.MAX_VALUE) {
                    throw tooLarge(lambda, "the 32 KB that a jump in it may bridge");
                }
            }
            throw lost;
        }
    }

    private static UntransformableException tooLarge(AsyncLambda lambda, String limit) {
        return new UntransformableException(
                Diagnosis.BODY_TOO_LARGE,
                "The async block in " + lambda.enclosingMethod() + " becomes larger than " + limit
                        + ". Move parts of it into async methods of their own.",
                lambda.firstLine());
    }

    private static int maxSize(AsyncLambda lambda) {
        CodeSizeEvaluator size = new CodeSizeEvaluator(null);
        lambda.body().accept(size);
        return size.getMaxSize();
    }
}
