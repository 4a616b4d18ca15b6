package dev.kyoto.console.internal.warn;

import java.util.Locale;

/** How warnings speak of lines and times. */
final class Words {
    private Words() {}

    /** {@code com.example.Server.serve (Server.java:44)}, without the loader and the module. */
    static String line(StackTraceElement line) {
        String file = line.getFileName() == null ? "" : " (" + line.getFileName() + ":" + line.getLineNumber() + ")";
        return line.getClassName() + "." + line.getMethodName() + file;
    }

    /** {@code 0.3 s}. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
