package dev.kyoto.futures;

/** What the author of a method says of a drop of the future that it makes: how {@link HalfwayDrop} tells of it. */
public enum CancelSafety {
    /** Marked {@link CancelSafe}: to drop it half-way and to make it again equals doing nothing. */
    SAFE("cancel safe"),
    /** Marked {@link CancelUnsafe}: something is lost. */
    UNSAFE("not cancel safe"),
    /** Marked neither way, or made where the compiler does not see by which method. */
    UNKNOWN("cancel safety unknown");

    private final String text;

    CancelSafety(String text) {
        this.text = text;
    }

    /** As a person would say it. */
    @Override
    public String toString() {
        return text;
    }
}
