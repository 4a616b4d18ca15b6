package dev.kyoto.compiler.tests.fuzz;

/**
 * How a body fared.
 *
 * @param details of what went wrong; empty if nothing did
 */
record Verdict(Kind kind, String details, int comparisons) {
    enum Kind {
        /** Both forms did the same in every scenario. */
        AGREES,
        /** They did not. */
        DIFFERS,
        /** The plugin failed, refused, or wrote a class that the JVM refuses. */
        UNCOMPILED,
        /** So does javac without the plugin, or it crashes: it has bugs of its own, in switch expressions above all. */
        JAVAC_FAILED,
        /** One of the methods gets larger than a method may be. */
        TOO_LARGE,
        /** Not Java: a bug of the generator. */
        INVALID
    }

    boolean isFailure() {
        return kind == Kind.DIFFERS || kind == Kind.UNCOMPILED || kind == Kind.INVALID;
    }
}
