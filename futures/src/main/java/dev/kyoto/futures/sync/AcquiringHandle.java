package dev.kyoto.futures.sync;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;

/** Waits for permits and yields the handle that returns them. */
final class AcquiringHandle<H extends PermitHandle> extends Acquiring<H> {
    interface Maker<H> {
        H make(Permits permits, int count);
    }

    /**
     * What is waited for, and what comes of it.
     *
     * @param kind of the resource
     * @param name how messages call the future
     */
    record Purpose<H>(Kind kind, String name, Maker<H> maker) {}

    enum Kind {
        MUTEX("Mutex"),
        READ("RwLock"),
        WRITE("RwLock"),
        SEMAPHORE("Semaphore");

        final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether one at a time has it, whose name is kept then. */
        boolean isExclusive() {
            return this == MUTEX || this == WRITE;
        }
    }

    private final Purpose<H> purpose;

    AcquiringHandle(Permits permits, int wanted, Purpose<H> purpose) {
        super(permits, wanted);
        this.purpose = purpose;
    }

    @Override
    Poll<H> acquired(Context cx) {
        if (purpose.kind.isExclusive()) {
            permits.ownedBy(cx.taskId());
        }
        return readyWith(purpose.maker.make(permits, wanted));
    }

    /** Only a semaphore is ever closed. */
    @Override
    Poll<H> refused() {
        throw Semaphore.closedException();
    }

    @Override
    protected Resource resource() {
        int missing = missing();
        long owner = permits.owner();
        return switch (purpose.kind) {
            case MUTEX -> Resource.lock("Mutex", permits, owner == 0 ? "holder not known" : "", owner);
            // Without a writer inside, it waits behind one that waits, or for another reader: that may end in many
            // ways.
            case READ ->
                owner == 0
                        ? Resource.of("RwLock", permits, "behind a writer")
                        : Resource.lock("RwLock", permits, "for reading", owner);
            case WRITE ->
                Resource.lock(
                        "RwLock",
                        permits,
                        missing < wanted ? "for writing, " + missing + " permits out" : "for writing",
                        owner);
            case SEMAPHORE ->
                Resource.of(
                        "Semaphore",
                        permits,
                        "wants " + wanted + (missing < wanted ? ", " + missing + " missing" : ""));
        };
    }

    @Override
    protected String describe() {
        return purpose.name;
    }
}
