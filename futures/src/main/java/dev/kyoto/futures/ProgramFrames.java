package dev.kyoto.futures;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the frames of a stack that are the program's from those that are Kyoto's or the JDK's: for what shows where a program
 * stands. Programs have no use for it.
 */
public final class ProgramFrames {
    /** Not every package that begins so is the library's: its own programs have names like that as well. */
    private static final Set<String> KYOTO = Set.of(
            "dev.kyoto.futures",
            "dev.kyoto.internal",
            "dev.kyoto.task",
            "dev.kyoto.time",
            "dev.kyoto.net",
            "dev.kyoto.io",
            "dev.kyoto.fs",
            "dev.kyoto.process",
            "dev.kyoto.signal",
            "dev.kyoto.dump",
            "dev.kyoto.tracing",
            "dev.kyoto.codec",
            "dev.kyoto.tls",
            "dev.kyoto.http",
            "dev.kyoto.slf4j",
            "dev.kyoto.opentelemetry",
            "dev.kyoto.Kyoto",
            "dev.kyoto.Runtime");

    private static final String PREFIX = "dev.kyoto.";

    /** In the name of each holder. */
    private static final String HOLDER = "$async$";

    private static final StackWalker STACK = StackWalker.getInstance();

    private ProgramFrames() {}

    /** Whether a class of this name is the library's, or a holder that the compiler has written for an async block. */
    public static boolean isKyotos(String className) {
        if (!className.startsWith(PREFIX)) {
            return className.contains(HOLDER);
        }
        int end = className.indexOf('.', PREFIX.length());
        int nested = className.indexOf('$', PREFIX.length());
        if (nested >= 0 && (end < 0 || nested < end)) {
            end = nested;
        }
        return KYOTO.contains(end < 0 ? className : className.substring(0, end)) || className.contains(HOLDER);
    }

    /** The innermost frame of the calling thread that is the program's. */
    static @Nullable StackTraceElement caller() {
        return STACK.walk(frames ->
                        frames.filter(frame -> isPrograms(frame.getClassName())).findFirst())
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(null);
    }

    /** Whether a class of this name is neither the library's nor the JDK's. */
    public static boolean isPrograms(String className) {
        return !isKyotos(className)
                && !className.startsWith("java.")
                && !className.startsWith("jdk.")
                && !className.startsWith("sun.");
    }
}
