package dev.kyoto.compiler.lint;

/**
 * What code stands in, as far as awaiting is concerned.
 *
 * @param kind of the innermost lambda or method around it
 * @param inSynchronized whether a monitor is held, by a statement that lies between the two
 */
record Scope(Kind kind, boolean inSynchronized) {
    enum Kind {
        /** A method, a constructor, an initialiser. */
        MEMBER,
        /** A lambda that is an async block. */
        ASYNC_BLOCK,
        /** Any other lambda. */
        LAMBDA
    }

    static final Scope MEMBER = new Scope(Kind.MEMBER, false);
    static final Scope ASYNC_BLOCK = new Scope(Kind.ASYNC_BLOCK, false);
    static final Scope LAMBDA = new Scope(Kind.LAMBDA, false);

    Scope locked() {
        return new Scope(kind, true);
    }

    boolean isAsync() {
        return kind == Kind.ASYNC_BLOCK;
    }
}
