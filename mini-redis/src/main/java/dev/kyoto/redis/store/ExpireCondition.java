package dev.kyoto.redis.store;

/**
 * When a new deadline takes the place of the present one. A key without a deadline counts as one that ends last of all.
 *
 * @param ifNone only if the key has no deadline (NX)
 * @param ifAny only if it has one (XX)
 * @param ifLater only if the new one is later (GT)
 * @param ifEarlier only if the new one is earlier (LT)
 */
public record ExpireCondition(boolean ifNone, boolean ifAny, boolean ifLater, boolean ifEarlier) {
    public static final ExpireCondition ALWAYS = new ExpireCondition(false, false, false, false);

    boolean allows(long present, long wanted) {
        boolean has = present != Entry.NEVER;
        return !(ifNone && has)
                && !(ifAny && !has)
                && !(ifLater && wanted <= present)
                && !(ifEarlier && wanted >= present);
    }
}
