package dev.kyoto.compiler.tests.harness;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** How a run ended, in words: a block and its twin have classes of their own, of which none equals the other's. */
record Outcome(String text, @Nullable Throwable thrown) {
    static Outcome of(Callable<?> run) {
        try {
            Object value = run.call();
            return new Outcome(value == null ? "null" : value.getClass().getSimpleName() + " " + text(value), null);
        } catch (Throwable thrown) {
            return new Outcome(text(thrown), thrown);
        }
    }

    /** A value as text; arrays by their elements. Without what {@link Object#toString} says of an object's identity. */
    static String text(@Nullable Object value) {
        String inList = Arrays.deepToString(new Object[] {value});
        return inList.substring(1, inList.length() - 1).replaceAll("(\\$\\$Lambda[^@]*)?@[0-9a-f]+", "");
    }

    /** An exception with all that hangs on it. */
    static String text(Throwable thrown) {
        StringJoiner text = new StringJoiner(", ");
        text.add(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        if (thrown.getCause() != null) {
            text.add("caused by (" + text(thrown.getCause()) + ")");
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            text.add("suppressed (" + text(suppressed) + ")");
        }
        return text.toString();
    }

    /** The value without its class. */
    String value() {
        return text.substring(text.indexOf(' ') + 1);
    }
}
