package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * Where an async block and its awaits were written, as {@link CompiledBlock#describeSource()} encodes it. Parsed on demand:
 * it costs a running program one string constant a block.
 */
record BlockSource(
        String className, String method, @Nullable String file, int[] lines) {
    static BlockSource parse(String encoded) {
        String[] parts = encoded.split("\\|");
        int[] lines = new int[parts.length - 3];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Integer.parseInt(parts[i + 3]);
        }
        return new BlockSource(parts[0], parts[1], parts[2].isEmpty() ? null : parts[2], lines);
    }

    StackTraceElement start() {
        return new StackTraceElement(className, method, file, lines[0]);
    }

    /** The line of an await; that of the block when {@code state} is not one of its awaits. */
    StackTraceElement await(int state) {
        return new StackTraceElement(className, method, file, lines[state > 0 ? state : 0]);
    }
}
