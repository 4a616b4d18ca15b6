package dev.kyoto.compiler.transform;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Reads the verifier's types as ASM writes them in frames: {@link Opcodes#INTEGER} and its like for primitives and null, the
 * internal name of a class, the descriptor of an array, a label for an object whose constructor has not run.
 */
final class VerifierType {
    private VerifierType() {}

    static boolean isWide(Object type) {
        return type == Opcodes.LONG || type == Opcodes.DOUBLE;
    }

    static boolean isReference(Object type) {
        return type instanceof String || type == Opcodes.NULL;
    }

    /** How many local variable slots a value takes. */
    static int size(Object type) {
        return isWide(type) ? 2 : 1;
    }

    /** The type of a field that can hold a value: of a primitive smaller than int, an int field. */
    static Type fieldType(Object type) {
        if (type instanceof String name) {
            return Type.getObjectType(name);
        } else if (type == Opcodes.INTEGER) {
            return Type.INT_TYPE;
        } else if (type == Opcodes.LONG) {
            return Type.LONG_TYPE;
        } else if (type == Opcodes.FLOAT) {
            return Type.FLOAT_TYPE;
        } else if (type == Opcodes.DOUBLE) {
            return Type.DOUBLE_TYPE;
        }
        throw new IllegalArgumentException("No field holds a value of verifier type " + type);
    }

    /** As {@link #fieldType(Object)}, for a parameter of the source language's type. */
    static Type fieldType(Type declared) {
        return declared.getSort() <= Type.INT ? Type.INT_TYPE : declared;
    }
}
