package dev.kyoto.compiler.transform;

import dev.kyoto.compiler.diagnosis.Diagnosis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the async blocks of a class, and every place that evaluates to one. */
final class LambdaFinder {
    static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    /** A lambda expression in a method. */
    record Site(MethodNode method, InvokeDynamicInsnNode instruction) {}

    private final PartialClass owner;

    /** The methods of the class, by name and descriptor. */
    private final Map<String, MethodNode> declared = new HashMap<>();

    private final AsyncTypes types;
    private final Map<AsyncLambda.Expression, AsyncLambda> lambdas = new LinkedHashMap<>();
    private final Map<AsyncLambda.Expression, List<Site>> sites = new LinkedHashMap<>();
    private final Set<MethodNode> bodies = new HashSet<>();

    /** Of each lambda's body, async or not, a method that has the lambda's expression. */
    private final Map<MethodNode, MethodNode> writtenIn = new HashMap<>();

    /** The bodies of ordinary lambdas, which stay as they are. */
    private final Set<MethodNode> ordinary = new HashSet<>();

    private final Deque<MethodNode> unread;

    LambdaFinder(PartialClass owner, AsyncTypes types) {
        this.owner = owner;
        this.types = types;
        this.unread = new ArrayDeque<>(owner.methods());
        for (MethodNode method : owner.methods()) {
            declared.put(method.name + method.desc, method);
        }
        for (MethodNode method : owner.methods()) {
            noteLambdas(method);
        }
        while (!unread.isEmpty()) {
            read(unread.remove());
        }
    }

    List<AsyncLambda> lambdas() {
        return List.copyOf(lambdas.values());
    }

    List<Site> sites(AsyncLambda lambda) {
        return sites(lambda.expression());
    }

    private List<Site> sites(AsyncLambda.Expression expression) {
        return Objects.requireNonNull(sites.get(expression));
    }

    private void noteLambdas(MethodNode method) {
        if (method.name.equals("$deserializeLambda$")) { // has all serializable ones once more
            return;
        }
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof InvokeDynamicInsnNode dynamic && isLambda(dynamic)) {
                AsyncLambda.Expression expression = new AsyncLambda.Expression(dynamic);
                MethodNode body = declared(expression.implementation());
                if (body != null && (body.access & Opcodes.ACC_SYNTHETIC) != 0) {
                    writtenIn.putIfAbsent(body, method);
                    if (!isAsync(expression)) {
                        ordinary.add(body);
                    }
                }
            }
        }
    }

    /** The method that code is written in, itself no lambda. */
    String enclosingMethod(MethodNode body) {
        MethodNode method = body;
        while (writtenIn.containsKey(method)) {
            method = writtenIn.get(method);
        }
        return method.name;
    }

    private void read(MethodNode method) {
        int line = -1;
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LineNumberNode number) {
                line = number.line;
            } else if (instruction instanceof InvokeDynamicInsnNode dynamic && isLambda(dynamic)) {
                AsyncLambda.Expression expression = new AsyncLambda.Expression(dynamic);
                if (isAsync(expression)) {
                    if (!lambdas.containsKey(expression)) {
                        MethodNode body = bodyOf(expression, line);
                        String branch = Makers.ofArgumentBefore(dynamic);
                        lambdas.put(expression, new AsyncLambda(expression, body, enclosingMethod(method), branch));
                        sites.put(expression, new ArrayList<>());
                    }
                    sites(expression).add(new Site(method, dynamic));
                }
            }
        }
    }

    private static boolean isLambda(InvokeDynamicInsnNode dynamic) {
        return dynamic.bsm.getOwner().equals(METAFACTORY);
    }

    private boolean isAsync(AsyncLambda.Expression expression) {
        return types.isAsyncCode(expression.functionalInterface().getInternalName());
    }

    private MethodNode bodyOf(AsyncLambda.Expression expression, int line) {
        MethodNode method = declared(expression.implementation());
        if (method == null || (method.access & Opcodes.ACC_SYNTHETIC) == 0) {
            throw new UntransformableException(
                    Diagnosis.METHOD_REFERENCE,
                    "A method reference is no async block, because its method was not compiled as one. Write a lambda.",
                    line);
        }
        if (!ordinary.contains(method) && bodies.add(method)) {
            return method;
        }
        // Without debug information javac lets lambdas of equal text share one body, although they may differ in their
        // functional interface or in what they capture, and some may be no async blocks at all. Each block needs a
        // holder, hence a body, of its own.
        MethodNode copy =
                new MethodNode(Opcodes.ASM9, method.access, method.name + "_" + bodies.size(), method.desc, null, null);
        method.accept(copy);
        bodies.add(copy);
        MethodNode around = writtenIn.get(method);
        if (around != null) {
            writtenIn.put(copy, around);
        }
        owner.methods().add(copy);
        unread.add(copy);
        return copy;
    }

    private @Nullable MethodNode declared(Handle handle) {
        return handle.getOwner().equals(owner.name()) ? declared.get(handle.getName() + handle.getDesc()) : null;
    }
}
