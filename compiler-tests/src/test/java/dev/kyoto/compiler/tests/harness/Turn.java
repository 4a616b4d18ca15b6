package dev.kyoto.compiler.tests.harness;

/**
 * What is special about one run: at which of its awaits, counted from 1 as they are executed, what happens.
 *
 * @param await 0 for none
 */
public record Turn(int await, Kind kind) {
    public enum Kind {
        /** All awaits are as the construct says. */
        NONE,
        /** The await fails. */
        FAIL,
        /** The block is dropped there; awaits in its cleanup are ready. */
        DROP,
        /** The block is dropped there; awaits in its cleanup are not ready, which ends them. */
        DROP_FOR_GOOD
    }

    static final Turn NONE = new Turn(0, Kind.NONE);

    public boolean fails(int number) {
        return kind == Kind.FAIL && number == await;
    }

    /** Whether an await ends because the block is being dropped. */
    public boolean endsByDrop(int number) {
        return switch (kind) {
            case NONE, FAIL -> false;
            case DROP -> number == await;
            case DROP_FOR_GOOD -> number >= await;
        };
    }

    @Override
    public String toString() {
        return kind == Kind.NONE ? "undisturbed" : kind + " at await " + await;
    }
}
