package dev.kyoto.futures;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The drops at one line by one kind of dropper. */
final class DropLine {
    /** Nobody reads more. */
    private static final int MOST_PLACES = 4;

    /** Not more rarely is the stack looked at than once in as many drops. */
    private static final int RAREST = (1 << 20) - 1;

    private final HalfwayDrop drop;
    private final LongAdder times = new LongAdder();

    /** Guarded by this. */
    private final List<StackTraceElement> droppedAt = new ArrayList<>();

    /**
     * The stack is looked at when these bits of a thread's count of drops are all zero: the first time, and after each look half
     * as often. Written without order, since nothing hangs on it.
     */
    private int mask;

    DropLine(HalfwayDrop drop) {
        this.drop = drop;
    }

    HalfwayDrop drop() {
        return drop;
    }

    void add(boolean inPlace, int dropsOfThread) {
        times.increment();
        int rarity = mask;
        if (inPlace && (dropsOfThread & rarity) == 0) {
            mask = Math.min(RAREST, 2 * rarity + 1);
            look();
        }
    }

    private void look() {
        StackTraceElement place = ProgramFrames.caller();
        if (place != null) {
            addPlace(place);
        }
    }

    private synchronized void addPlace(StackTraceElement place) {
        if (droppedAt.size() < MOST_PLACES && !droppedAt.contains(place)) {
            droppedAt.add(place);
        }
    }

    HalfwayDrops.Count count() {
        List<StackTraceElement> places;
        synchronized (this) {
            places = List.copyOf(droppedAt);
        }
        return new HalfwayDrops.Count(drop, places, times.sum());
    }
}
