package dev.kyoto.futures.stream;

/** What becomes of an element for which {@link Streams#fromCallbacks} has no room, because its reader is too slow. */
public enum Overflow {
    /** It takes the place of the one that waits longest, which is lost: for states, of which the latest counts. */
    DROP_OLDEST,

    /** It is lost, and what waits stays as it is. */
    DROP_NEWEST,

    /** It is lost, and the stream fails with {@link IllegalStateException} after what waits was read: where none may be missed. */
    FAIL
}
