package dev.kyoto.internal.driver;

import java.io.IOException;

/** How many sockets, files and pipes a process may have open, and what to say when they are that many. */
public final class DescriptorLimit {
    private static final String CURE =
            "The process has as many descriptors open as it may: raise the limit (ulimit -n), or close what is not needed.";

    private DescriptorLimit() {}

    /** What to do about {@code failure}, unless it is about descriptors: {@code otherwise}. */
    public static String cure(IOException failure, String otherwise) {
        return isReached(failure) ? CURE : otherwise;
    }

    /** Java has no type for it, only the system's words: of EMFILE, and of ENFILE, the limit of all processes together. */
    public static boolean isReached(IOException failure) {
        String message = failure.getMessage();
        return message != null && message.contains("Too many open files");
    }
}
