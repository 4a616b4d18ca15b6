package dev.kyoto.compiler.tests.fuzz;

import java.util.List;

/** A body as it is compiled: in a class, and in a source file, of its own. */
record Specimen(long seed, String className, String source) {
    /** How many neighbouring seeds are compiled with the same options, so that they can be compiled together. */
    static final int SAME_OPTIONS = 128;

    private static final List<List<String>> OPTIONS = List.of(
            List.of("-g"),
            List.of("-g:none"), // for which javac also makes one method of equal lambdas
            List.of(),
            List.of("-g", "-XDstringConcat=inline")); // concatenates through a StringBuilder

    static Specimen of(Body body, int number) {
        String className = "B" + number;
        return new Specimen(body.seed(), className, body.source(className));
    }

    /** The options of javac for it. */
    List<String> options() {
        return OPTIONS.get((int) Math.floorMod(Math.floorDiv(seed, SAME_OPTIONS), (long) OPTIONS.size()));
    }

    /** Whether a class file belongs to it. */
    boolean owns(String name) {
        return name.startsWith(className)
                && (name.length() == className.length() || name.charAt(className.length()) == '$');
    }
}
