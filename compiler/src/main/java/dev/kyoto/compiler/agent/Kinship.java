package dev.kyoto.compiler.agent;

/** What a type is a subtype of. Of a type whose class file was not found only that is known. */
record Kinship(boolean isFound, boolean isFuture, boolean isAsyncCode) {
    static final Kinship NONE = new Kinship(true, false, false);
    static final Kinship UNKNOWN = new Kinship(false, false, false);
    static final Kinship FUTURE = new Kinship(true, true, false);
    static final Kinship ASYNC_CODE = new Kinship(true, false, true);

    /** That of a type which extends types of this kinship and of {@code other}. */
    Kinship and(Kinship other) {
        return new Kinship(isFound && other.isFound, isFuture || other.isFuture, isAsyncCode || other.isAsyncCode);
    }
}
