package dev.kyoto.compiler.transform;

import org.objectweb.asm.Type;

/** How a primitive type is boxed. */
record Boxing(Type primitive, String boxed) {
    static Boxing of(Type primitive) {
        return new Boxing(
                primitive,
                "java/lang/"
                        + switch (primitive.getSort()) {
                            case Type.BOOLEAN -> "Boolean";
                            case Type.CHAR -> "Character";
                            case Type.BYTE -> "Byte";
                            case Type.SHORT -> "Short";
                            case Type.INT -> "Integer";
                            case Type.FLOAT -> "Float";
                            case Type.LONG -> "Long";
                            case Type.DOUBLE -> "Double";
                            default -> throw new IllegalArgumentException("not a primitive type: " + primitive);
                        });
    }

    String valueOfDescriptor() {
        return "(" + primitive.getDescriptor() + ")L" + boxed + ";";
    }

    /** The name of the method that takes the value out of its box. */
    String unboxMethod() {
        return primitive.getClassName() + "Value";
    }
}
