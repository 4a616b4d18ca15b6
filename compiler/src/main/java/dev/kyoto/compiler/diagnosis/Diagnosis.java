package dev.kyoto.compiler.diagnosis;

import java.util.Locale;

/**
 * Everything that the compiler says, by its name: {@code [kyoto:name]} stands before each message, and an entry of that name in
 * {@code docs/diagnostics.md}, where a test holds the two together.
 */
public enum Diagnosis {
    AWAIT(Strength.SUPPRESSIBLE_ERROR),
    AWAIT_IN_SYNCHRONIZED(Strength.ERROR),
    AWAIT_OVERRIDDEN(Strength.ERROR),
    METHOD_REFERENCE(Strength.ERROR),
    BLOCK_CLASS(Strength.ERROR),
    SERIALIZABLE_BLOCK(Strength.ERROR),
    INTERSECTION_BLOCK(Strength.ERROR),
    TOO_MANY_CAPTURES(Strength.ERROR),
    BODY_TOO_LARGE(Strength.ERROR),

    UNAWAITED(Strength.WARNING),
    NESTED_FUTURE(Strength.WARNING),
    BLOCKING(Strength.WARNING),
    LOCK_ACROSS_AWAIT(Strength.WARNING),
    CATCH_THROWABLE(Strength.WARNING),
    CANCEL_UNSAFE_SELECT(Strength.WARNING),
    HUGE_BODY(Strength.WARNING),

    /** Of class files that other compilers than javac have written. */
    CONSTRUCTOR_ARGUMENTS(Strength.ERROR),
    /** Of the way in which javac was started. */
    CLASS_FILES(Strength.ERROR),
    /** Of this compiler. */
    DEFECT(Strength.ERROR);

    private enum Strength {
        ERROR,
        SUPPRESSIBLE_ERROR,
        WARNING
    }

    private final Strength strength;

    Diagnosis(Strength strength) {
        this.strength = strength;
    }

    /** The name in messages and, after {@code kyoto:}, in {@code @SuppressWarnings}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the program is not compiled; otherwise it is a warning. */
    public boolean isError() {
        return strength != Strength.WARNING;
    }

    /** Whether {@code @SuppressWarnings} turns it off. */
    public boolean isSuppressible() {
        return strength != Strength.ERROR;
    }

    /** {@code message} as javac is to show it. */
    public String text(String message) {
        return "[kyoto:" + id() + "] " + message;
    }
}
