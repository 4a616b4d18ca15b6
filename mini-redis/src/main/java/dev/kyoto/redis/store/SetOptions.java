package dev.kyoto.redis.store;

/**
 * What a SET may ask for.
 *
 * @param when whether it depends on the key being there
 * @param keepDeadline whether the deadline stays as it is; {@code deadline} is not looked at then
 * @param deadline when the key ends, in milliseconds since 1970, or {@link Db#NO_DEADLINE}
 */
public record SetOptions(When when, boolean keepDeadline, long deadline) {
    public static final SetOptions PLAIN = new SetOptions(When.ALWAYS, false, Db.NO_DEADLINE);

    /** On which keys a SET acts. */
    public enum When {
        ALWAYS,
        IF_ABSENT,
        IF_PRESENT
    }
}
