package dev.kyoto.compiler.tests.fuzz;

import java.util.List;
import java.util.Locale;

/** The types of generated expressions. Arrays have four elements, a grid has two rows; all others may be null or empty. */
enum Type {
    INT("int", "Integer", "7"),
    LONG("long", "Long", "8L"),
    DOUBLE("double", "Double", "1.5"),
    FLOAT("float", "Float", "2.5f"),
    BYTE("byte", "Byte", "((byte) 5)"),
    SHORT("short", "Short", "((short) 6)"),
    CHAR("char", "Character", "'c'"),
    BOOLEAN("boolean", "Boolean", "true"),
    STRING("String", "String", "\"s\""),
    INTEGER("Integer", "Integer", "Integer.valueOf(9)"),
    INTS("int[]", "int[]", "new int[] {1, 2, 3, 4}"),
    LONGS("long[]", "long[]", "new long[] {1, 2, 3, 4}"),
    GRID("int[][]", "int[][]", "new int[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}"),
    STRINGS("String[]", "String[]", "new String[] {\"a\", \"b\", \"c\", \"d\"}"),
    LIST("List<Integer>", "List<Integer>", "List.of(1, 2)"),
    COLOUR("Colour", "Colour", "Colour.RED"),
    SHAPE("Shape", "Shape", "((Shape) new Dot(1, 2L))"),
    OBJECT("Object", "Object", "((Object) \"o\")"),
    /** What a block returns that returns nothing: no expression is of this type. */
    NOTHING("void", "Void", "");

    /** What has a value, the common ones more than once. */
    static final List<Type> VALUES = List.of(
            INT, INT, INT, LONG, LONG, STRING, STRING, BOOLEAN, DOUBLE, FLOAT, BYTE, SHORT, CHAR, INTEGER, INTS, LONGS,
            GRID, STRINGS, LIST, COLOUR, SHAPE, OBJECT);

    /** What reads the same on every run, so that it can be made part of a string. */
    static final List<Type> SCALARS = List.of(INT, LONG, DOUBLE, FLOAT, BYTE, SHORT, CHAR, BOOLEAN, STRING, INTEGER);

    final String text;
    final String boxed;
    final String literal;

    Type(String text, String boxed, String literal) {
        this.text = text;
        this.boxed = boxed;
        this.literal = literal;
    }

    /** The type that a {@link Phrases phrase} calls by this name. */
    static Type named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String phraseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a value takes two slots. */
    boolean isWide() {
        return this == LONG || this == DOUBLE;
    }

    /** Whether {@code +=} and its like take any number on their right. */
    boolean isNumber() {
        return ordinal() <= CHAR.ordinal();
    }

    /** A cast that makes a value of {@link #boxed} one of {@link #text}. */
    String unboxing() {
        return boxed.equals(text) ? "" : "(" + text + ") ";
    }
}
