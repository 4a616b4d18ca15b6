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
        /** Javac does not even take the plain form: it has bugs of its own, in switch expressions above all. */
        NOT_JAVA
    }

    boolean isFailure() {
        return kind == Kind.DIFFERS || kind == Kind.UNCOMPILED;
    }
}
