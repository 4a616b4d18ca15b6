package dev.kyoto.compiler.tests.fuzz;

/** The types of generated expressions. All arrays have four elements. */
enum Type {
    INT("int", "Integer", "7"),
    LONG("long", "Long", "8L"),
    DOUBLE("double", "Double", "1.5"),
    BYTE("byte", "Byte", "(byte) 5"),
    BOOLEAN("boolean", "Boolean", "true"),
    STRING("String", "String", "\"s\""),
    INTS("int[]", "int[]", "new int[] {1, 2, 3, 4}"),
    LONGS("long[]", "long[]", "new long[] {1, 2, 3, 4}");

    final String text;
    final String boxed;
    final String literal;

    Type(String text, String boxed, String literal) {
        this.text = text;
        this.boxed = boxed;
        this.literal = literal;
    }

    boolean isArray() {
        return this == INTS || this == LONGS;
    }
}
