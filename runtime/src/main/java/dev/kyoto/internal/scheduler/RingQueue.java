package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A worker's own run queue: a ring of fixed size, pushed and popped by its owner, stolen from by others, half of it at once.
 *
 * <p>The algorithm is that of Tokio's local queue, which in turn took the fixed ring and the stealing of halves from Go's
 * scheduler. {@code tail} is written by the owner only. The head is one word of two indices:
 *
 * <pre>
 *   [ taken out by a thief, still being copied ) [ queued            )
 *   steal                                      real                 tail          (int, wrapping)
 * </pre>
 *
 * <ul>
 *   <li>{@code steal == real}: no thief is at work. A thief moves {@code real} forward by a compare-and-set, which makes the
 *       slots between its own; it copies them and then moves {@code steal} up. Until then every other thief stays away, and
 *       the owner does not write over the slots, because it counts free slots from {@code steal}.
 *   <li>The owner pops by moving {@code real} (and {@code steal} with it when no thief is at work).
 *   <li>A full ring sends half of its tasks to the injection queue. The owner claims them all, as a thief would, keeps the
 *       older half and exports the newer: batches from the injection queue are pushed behind the older half, so a task never
 *       goes there and back without having been polled.
 * </ul>
 *
 * <p><b>Memory order.</b> A slot is written plainly and published by the release of {@code tail}; thieves acquire
 * {@code tail} before they read slots. A taken slot is nulled before the head is released beyond it; the owner acquires the
 * head before it writes there. The head may return to a value that it had before (after an export), and a thief's
 * compare-and-set may succeed with a tail that it read before: harmless, since a thief takes at most half of a full ring, and
 * the older half is still there.
 */
final class RingQueue {
    /** Tokio's value. A power of two. */
    static final int CAPACITY = 256;

    private static final VarHandle CURSORS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Places in {@link #cursors}: a cache line or more from each other and from both ends of the array. */
    private static final int HEAD = 16;

    private static final int TAIL = 32;
    private static final int CURSORS_LENGTH = 48;

    private final @Nullable Task<?>[] slots;
    private final int mask;

    /** Head and tail, in an array so that they share their cache lines with nothing else. */
    private final long[] cursors = new long[CURSORS_LENGTH];

    RingQueue() {
        this(CAPACITY);
    }

    /** For tests: a small ring wraps around, fills and empties within a few operations. */
    RingQueue(int capacity) {
        if (capacity < 2 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two, but is " + capacity);
        }
        slots = new Task<?>[capacity];
        mask = capacity - 1;
    }

    // ---- the owner's side

    /**
     * Owner: adds a task at the back. A full ring exports half of its tasks, or the new one, to {@code overflow}.
     *
     * @return whether it was full
     */
    boolean push(Task<?> task, InjectionQueue overflow) {
        while (true) {
            long head = lvHead();
            int tail = lpTail();
            if (tail - steal(head) < slots.length) {
                slots[tail & mask] = task;
                soTail(tail + 1);
                return false;
            }
            if (steal(head) != real(head)) {
                overflow.push(task); // a thief is making room, but not yet
                return true;
            }
            if (casHead(head, pack(steal(head), tail))) {
                exportNewerHalf(steal(head), task, overflow);
                return true;
            }
        }
    }

    /** The owner holds all slots, from {@code first} on, as a thief would. */
    private void exportNewerHalf(int first, Task<?> newest, InjectionQueue overflow) {
        int kept = first + slots.length / 2;
        TaskChain exported = new TaskChain();
        for (int i = kept; i != first + slots.length; i++) {
            exported.add(take(i));
        }
        exported.add(newest);
        soTail(kept);
        soHead(pack(first, first));
        overflow.pushAll(exported);
    }

    /** Owner: takes the oldest task, or null. */
    @Nullable Task<?> pop() {
        while (true) {
            long head = lvHead();
            int steal = steal(head);
            int real = real(head);
            if (real == lpTail()) {
                return null;
            }
            if (casHead(head, pack(steal == real ? real + 1 : steal, real + 1))) {
                return take(real);
            }
        }
    }

    /** Owner: how many tasks can be pushed for certain. */
    int free() {
        return slots.length - (lpTail() - steal(lvHead()));
    }

    // ---- any thread

    /** Whether there is nothing to pop; to others than the owner it may have changed already. */
    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        int real = real(lvHead());
        return Math.max(lvTail() - real, 0);
    }

    int capacity() {
        return slots.length;
    }

    /**
     * The owner of {@code own} takes half of what is here, rounded up: the newest of them is returned, to be run, the others
     * are moved to {@code own}. Null if there is nothing, if another thief is at work, or if {@code own} is too full.
     */
    @Nullable Task<?> stealInto(RingQueue own) {
        int ownTail = own.lpTail();
        if (ownTail - steal(own.lvHead()) > own.slots.length / 2) {
            return null;
        }
        long claim = claimHalf();
        int first = (int) (claim >>> 32);
        int count = (int) claim;
        if (count == 0) {
            return null;
        }
        for (int i = 0; i < count - 1; i++) {
            own.slots[(ownTail + i) & own.mask] = take(first + i);
        }
        Task<?> newest = take(first + count - 1);
        releaseClaim();
        if (count > 1) {
            own.soTail(ownTail + count - 1);
        }
        return newest;
    }

    /** A thief's first step. The first index and the number of the claimed slots; number 0 if there is nothing to claim. */
    long claimHalf() {
        while (true) {
            long head = lvHead();
            int real = real(head);
            int queued = lvTail() - real;
            int count = queued - queued / 2;
            if (steal(head) != real || count <= 0) {
                return 0;
            }
            if (casHead(head, pack(real, real + count))) {
                return pack(real, count);
            }
        }
    }

    void releaseClaim() {
        while (true) {
            long head = lvHead();
            int real = real(head); // the owner may have popped further
            if (casHead(head, pack(real, real))) {
                return;
            }
        }
    }

    @SuppressWarnings("NullAway") // a claimed slot holds a task
    private Task<?> take(int index) {
        Task<?> task = slots[index & mask];
        slots[index & mask] = null;
        return task;
    }

    private static long pack(int steal, int real) {
        return ((long) steal << 32) | (real & 0xFFFF_FFFFL);
    }

    private static int steal(long head) {
        return (int) (head >>> 32);
    }

    private static int real(long head) {
        return (int) head;
    }

    private long lvHead() {
        return (long) CURSORS.getVolatile(cursors, HEAD);
    }

    private void soHead(long head) {
        CURSORS.setRelease(cursors, HEAD, head);
    }

    private boolean casHead(long expected, long head) {
        return CURSORS.compareAndSet(cursors, HEAD, expected, head);
    }

    private int lpTail() {
        return (int) cursors[TAIL];
    }

    private int lvTail() {
        return (int) (long) CURSORS.getVolatile(cursors, TAIL);
    }

    private void soTail(int tail) {
        CURSORS.setRelease(cursors, TAIL, (long) tail);
    }
}
