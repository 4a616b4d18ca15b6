package dev.kyoto.futures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which children of a wide combinator were woken since they were last polled: one bit for each.
 *
 * <p>Every child is polled with a waker of its own, which sets the child's bit and then wakes the task. The task, when it
 * is polled, registers its own waker, and <em>then</em> looks for bits; it clears a bit and <em>then</em> polls that child.
 *
 * <p><b>No wake is lost.</b> All of these are sequentially consistent. A bit set before the look is found by it. A bit set
 * after the look is set after the registration too, so the wake that follows takes the registered waker, or some other
 * child's wake took it in between; either way the task is woken after it looked. A bit that is set already needs no second
 * wake: whoever set it has woken the task or is about to. What a child's waker published before its wake is visible to the
 * poll of that child, through the bit.
 */
final class WokenChildren {
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words;
    private final @Nullable ChildWaker[] wakers;
    private final AtomicWaker task = new AtomicWaker();

    /** At first all of them are as good as woken: none was polled yet. */
    WokenChildren(int count) {
        this.words = new long[(count + 63) >>> 6];
        this.wakers = new ChildWaker[count];
        Arrays.fill(words, -1L);
    }

    /** Sets whom the children wake. To be called before {@link #next}. */
    void register(Waker waker) {
        task.register(waker);
    }

    /** From now on a child's wake reaches nobody: for a combinator that is done, whose task must not be kept alive. */
    void forgetTask() {
        task.clear();
    }

    /** The first woken child from {@code from} to {@code to - 1}, or {@code to}. */
    int next(int from, int to) {
        int index = from;
        while (index < to) {
            long bits = (long) WORDS.getVolatile(words, index >>> 6) & (-1L << index);
            if (bits != 0) {
                return Math.min(to, (index & ~63) + Long.numberOfTrailingZeros(bits));
            }
            index = (index | 63) + 1;
        }
        return to;
    }

    /** The waker to poll child {@code index} with; its bit is cleared, so a wake from now on counts anew. */
    Waker begin(int index) {
        WORDS.getAndBitwiseAnd(words, index >>> 6, ~(1L << index));
        ChildWaker waker = wakers[index];
        if (waker == null) {
            waker = new ChildWaker(this, index);
            wakers[index] = waker;
        }
        return waker;
    }

    private void woken(int index) {
        long bit = 1L << index;
        // No look before the exchange: a plain load would not order what the child published before the bit.
        long before = (long) WORDS.getAndBitwiseOr(words, index >>> 6, bit);
        if ((before & bit) == 0) {
            task.wake();
        }
    }

    /** Knows the set of bits but not the futures, so that a waker left behind somewhere keeps none of them alive. */
    private static final class ChildWaker implements Waker {
        private final WokenChildren children;
        private final int index;

        ChildWaker(WokenChildren children, int index) {
            this.children = children;
            this.index = index;
        }

        @Override
        public void wake() {
            children.woken(index);
        }
    }
}
