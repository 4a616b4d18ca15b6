package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * How a worker without tasks looks for some: half of another worker's ring; its share of the injection queue; and last, a
 * task in the slot of a worker that is in a long poll.
 *
 * <p>A slot is left alone as long as its worker gets on: it will run that task in a moment, with its data in the cache.
 * Taking slots freely cost Tokio's users a third of their throughput with short handlers; never taking them lets a task
 * wait behind a poll that does not end. So the thief waits a little, and takes the task only if its worker has not begun
 * another poll meanwhile. Go's scheduler does alike. Nobody is woken for a slot, however: a task in it waits for its worker,
 * or for a thief that happens to come by, until the {@link Monitor} finds the worker stuck. Then its slot is free to all.
 */
final class Thief {
    /** Spins between the two looks at a slot: about 3 microseconds, which is Go's value. */
    private static final int SLOT_GRACE_SPINS = 128;

    private final Worker worker;
    private final TaskSource source;
    private final long[] pollsSeen;

    /** @param most how many workers there may ever be */
    Thief(Worker worker, int most, TaskSource source) {
        this.worker = worker;
        this.source = source;
        this.pollsSeen = new long[most];
    }

    @Nullable Task<?> steal() {
        Worker[] victims = worker.scheduler().crew().workers();
        Task<?> task = stealFromRings(victims);
        if (task == null) {
            task = source.nextInjected();
        }
        return task != null ? task : stealFromSlots(victims);
    }

    private @Nullable Task<?> stealFromRings(Worker[] victims) {
        int count = victims.length;
        int start = worker.random().nextInt(count);
        for (int i = 0; i < count; i++) {
            Worker victim = victims[(start + i) % count];
            if (victim != worker) {
                Task<?> task = victim.ring().stealInto(worker.ring());
                if (task != null) {
                    return task;
                }
            }
        }
        return null;
    }

    private @Nullable Task<?> stealFromSlots(Worker[] victims) {
        if (!seeOccupiedSlots(victims)) {
            return null;
        }
        for (int i = 0; i < SLOT_GRACE_SPINS; i++) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < victims.length; i++) {
            Worker victim = victims[i];
            Task<?> task = victim.slot().peek();
            if (victim != worker
                    && task != null
                    && polls(victim) == pollsSeen[i]
                    && victim.slot().steal(task)) {
                return task;
            }
        }
        return null;
    }

    private boolean seeOccupiedSlots(Worker[] victims) {
        boolean occupied = false;
        for (int i = 0; i < victims.length; i++) {
            Worker victim = victims[i];
            if (victim != worker && victim.slot().peek() != null) {
                pollsSeen[i] = polls(victim);
                occupied = true;
            } else {
                pollsSeen[i] = -1;
            }
        }
        return occupied;
    }

    private static long polls(Worker victim) {
        return victim.counters().get(Counters.Counter.POLLS);
    }
}
