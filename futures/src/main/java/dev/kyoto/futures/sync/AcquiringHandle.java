package dev.kyoto.futures.sync;

import dev.kyoto.futures.Poll;

/** Waits for permits and yields the handle that returns them. */
final class AcquiringHandle<H extends PermitHandle> extends Acquiring<H> {
    interface Maker<H> {
        H make(Permits permits, int count);
    }

    private final Maker<H> maker;
    private final String name;

    /** @param name how messages call this future */
    AcquiringHandle(Permits permits, int wanted, Maker<H> maker, String name) {
        super(permits, wanted);
        this.maker = maker;
        this.name = name;
    }

    @Override
    Poll<H> acquired() {
        return readyWith(maker.make(permits, wanted));
    }

    /** Only a semaphore is ever closed. */
    @Override
    Poll<H> refused() {
        throw Semaphore.closedException();
    }

    @Override
    protected String describe() {
        return name;
    }
}
