package dev.kyoto.internal.time;

import dev.kyoto.futures.Waker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers by the time when they are due, in constant time each: a hierarchical wheel after Varghese and Lauck, with the shape
 * of Tokio's: six levels of 64 slots, one tick a millisecond.
 *
 * <p>A slot of level 0 is one tick; a slot of level n is as long as all of level n − 1. A timer stands in the level that is
 * told by the highest bit in which its tick and the {@linkplain #elapsed current one} differ: so level 0 holds the ticks of
 * the current block of 64, level 1 the rest of the current block of 4096, and so on. When time reaches the beginning of a
 * slot above level 0, its timers are dealt out to the levels below. A timer that is further away than the wheel reaches
 * (two years) stands as far out as possible, and is dealt again when that comes.
 *
 * <p>A word of bits for each level says which slots are occupied, so the next one is found without a search.
 *
 * <p>Not thread-safe: {@link Timers} holds the lock.
 */
final class TimerWheel {
    /** The answer of {@link #nextTick} when there is no timer. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int LEVELS = 6;
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int SLOT_MASK = SLOTS - 1;
    private static final int TOP_SHIFT = (LEVELS - 1) * SLOT_BITS;

    /** One slot less than the wheel's circumference, so that the top level never comes round to its current slot. */
    private static final long MOST_TICKS_AHEAD = (1L << LEVELS * SLOT_BITS) - (1L << TOP_SHIFT) - 1;

    private final @Nullable TimerEntry<?>[] slots = new TimerEntry<?>[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS];

    /** Every timer due before this tick has fired. */
    private long elapsed;

    /** Adds a timer; one that is due already fires at the next {@link #expire}. */
    void insert(TimerEntry<?> timer) {
        long tick = Math.min(Math.max(timer.deadlineTick(), elapsed), elapsed + MOST_TICKS_AHEAD);
        int level = level(tick);
        int slot = (int) (tick >>> level * SLOT_BITS) & SLOT_MASK;
        int place = level * SLOTS + slot;
        TimerEntry<?> first = slots[place];
        timer.place = (short) place;
        timer.previous = null;
        timer.next = first;
        if (first != null) {
            first.previous = timer;
        }
        slots[place] = timer;
        occupied[level] |= 1L << slot;
    }

    private int level(long tick) {
        int highestBit = 63 - Long.numberOfLeadingZeros((elapsed ^ tick) | SLOT_MASK);
        return Math.min(highestBit / SLOT_BITS, LEVELS - 1);
    }

    /** Removes a timer that stands in this wheel. */
    void remove(TimerEntry<?> timer) {
        TimerEntry<?> previous = timer.previous;
        TimerEntry<?> next = timer.next;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else {
            slots[timer.place] = next;
            if (next == null) {
                occupied[timer.place >> SLOT_BITS] &= ~(1L << (timer.place & SLOT_MASK));
            }
        }
        timer.previous = null;
        timer.next = null;
        timer.place = TimerEntry.NOWHERE;
    }

    /** The tick at which there is something to do: a timer fires, or is dealt to a lower level. */
    long nextTick() {
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                return slotStart(level, slotsAhead(level));
            }
        }
        return NEVER;
    }

    /** How far the next occupied slot of {@code level} is from the current one. */
    private int slotsAhead(int level) {
        int current = (int) (elapsed >>> level * SLOT_BITS) & SLOT_MASK;
        return Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], current));
    }

    private long slotStart(int level, int slotsAhead) {
        int shift = level * SLOT_BITS;
        return ((elapsed >>> shift) + slotsAhead) << shift;
    }

    /**
     * Fires timers that are due at {@code now}, the earliest first, and adds those who wait for them to {@code woken}.
     *
     * @return true if it stopped because {@code most} had fired: call again
     */
    boolean expire(long now, List<Waker> woken, int most) {
        int left = most;
        while (left > 0) {
            int level = 0;
            while (level < LEVELS && occupied[level] == 0) {
                level++;
            }
            int ahead = level == LEVELS ? 0 : slotsAhead(level);
            if (level == LEVELS || slotStart(level, ahead) > now) {
                elapsed = Math.max(elapsed, now);
                return false;
            }
            int slot = ((int) (elapsed >>> level * SLOT_BITS) + ahead) & SLOT_MASK;
            elapsed = slotStart(level, ahead);
            if (level == 0) {
                left -= fire(slot, woken, left);
            } else {
                deal(level * SLOTS + slot);
            }
        }
        return true;
    }

    /** All timers in a slot of level 0 have the same tick, unless the wheel was too small for them. */
    private int fire(int slot, List<Waker> woken, int most) {
        int fired = 0;
        for (TimerEntry<?> timer = slots[slot]; timer != null && fired < most; timer = slots[slot]) {
            remove(timer);
            if (timer.deadlineTick() > elapsed) {
                insert(timer);
            } else {
                fired++;
                Waker waker = timer.fire();
                if (waker != null) {
                    woken.add(waker);
                }
            }
        }
        return fired;
    }

    private void deal(int place) {
        for (TimerEntry<?> timer = slots[place]; timer != null; timer = slots[place]) {
            remove(timer);
            insert(timer);
        }
    }
}
