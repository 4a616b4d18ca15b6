package dev.kyoto.compiler.transform;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * One lambda that is an async block: what the compiler passes to {@link java.lang.invoke.LambdaMetafactory}, read from its
 * {@code invokedynamic} instructions. Several of them can share one lambda, when javac finds equal bodies.
 *
 * @param expression the name and descriptor of the {@code invokedynamic}, and its bootstrap arguments
 * @param body the method that the compiler made of the lambda's body
 * @param enclosingMethod the method that the lambda is written in, itself no lambda
 * @param branch the method that made the argument before the lambda: the future of the branch of a select that it handles, if
 *     it does; null if that is not known
 * @param parameters of the body: the {@linkplain #captured() captured values}, then the lambda's own
 */
record AsyncLambda(
        Expression expression,
        MethodNode body,
        String enclosingMethod,
        @Nullable String branch,
        List<Type> parameters) {
    private static final int FLAG_SERIALIZABLE = 1;
    private static final int FLAG_MARKERS = 2;
    private static final int FLAG_BRIDGES = 4;

    AsyncLambda(Expression expression, MethodNode body, String enclosingMethod, @Nullable String branch) {
        this(expression, body, enclosingMethod, branch, List.of(Type.getArgumentTypes(body.desc)));
    }

    /** A lambda expression; equal ones evaluate to equal objects. */
    record Expression(String method, String descriptor, List<Object> bootstrapArguments) {
        Expression(InvokeDynamicInsnNode instruction) {
            this(instruction.name, instruction.desc, List.of(instruction.bsmArgs));
        }

        // Written out, because the JDK takes longer to link those of a record than all else for several blocks takes.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Expression expression
                    && method.equals(expression.method)
                    && descriptor.equals(expression.descriptor)
                    && Objects.equals(bootstrapArguments, expression.bootstrapArguments);
        }

        @Override
        public int hashCode() {
            return 31 * implementation().getName().hashCode() + descriptor.hashCode(); // strings keep theirs
        }

        /** The functional interface. */
        Type functionalInterface() {
            return Type.getReturnType(descriptor);
        }

        Handle implementation() {
            return (Handle) bootstrapArguments.get(1);
        }
    }

    boolean hasReceiver() {
        return (body.access & Opcodes.ACC_STATIC) == 0;
    }

    /** What the lambda captures, {@code this} excepted. */
    List<Type> captured() {
        List<Type> all = List.of(Type.getArgumentTypes(expression.descriptor()));
        return hasReceiver() ? all.subList(1, all.size()) : all;
    }

    /** The interfaces that the lambda's object implements. */
    Set<String> interfaces() {
        Set<String> interfaces = new LinkedHashSet<>();
        interfaces.add(expression.functionalInterface().getInternalName());
        for (Type marker : extra(FLAG_MARKERS)) {
            interfaces.add(marker.getInternalName());
        }
        return interfaces;
    }

    /** The descriptors of the functional interface's method: its own, and those of the methods that it overrides. */
    Set<String> methodDescriptors() {
        Set<String> descriptors = new LinkedHashSet<>();
        descriptors.add(((Type) expression.bootstrapArguments().get(0)).getDescriptor());
        for (Type bridge : extra(FLAG_BRIDGES)) {
            descriptors.add(bridge.getDescriptor());
        }
        return descriptors;
    }

    boolean isSerializable() {
        return (flags() & FLAG_SERIALIZABLE) != 0;
    }

    private int flags() {
        List<Object> arguments = expression.bootstrapArguments();
        return arguments.size() > 3 ? (Integer) arguments.get(3) : 0;
    }

    /** What {@code LambdaMetafactory.altMetafactory} is given beyond the usual: flags, then a counted list for each. */
    private List<Type> extra(int wantedFlag) {
        List<Object> arguments = expression.bootstrapArguments();
        List<Type> extra = new ArrayList<>();
        int at = 4;
        for (int flag : new int[] {FLAG_MARKERS, FLAG_BRIDGES}) {
            if ((flags() & flag) != 0) {
                int count = (Integer) arguments.get(at++);
                if (flag == wantedFlag) {
                    arguments.subList(at, at + count).forEach(type -> extra.add((Type) type));
                }
                at += count;
            }
        }
        return extra;
    }

    /** The source line of the body's first instruction, or -1. */
    int firstLine() {
        for (AbstractInsnNode instruction : body.instructions) {
            if (instruction instanceof LineNumberNode number) {
                return number.line;
            }
        }
        return -1;
    }
}
