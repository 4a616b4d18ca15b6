package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContextTest {
    /** An executor's context that remembers whom it was asked to wake later. */
    private static final class Recording extends Context {
        final List<Waker> deferred = new ArrayList<>();

        Recording(Waker waker, int budget) {
            begin(waker, budget);
        }

        int left() {
            return budget();
        }

        @Override
        protected void defer(Waker waker) {
            deferred.add(waker);
        }

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }

        @Override
        public <S> @Nullable S service(Class<S> type) {
            return type.isInstance("runtime") ? type.cast("runtime") : null;
        }
    }

    private final Waker task = () -> {};
    private final Waker child = () -> {};

    @Test
    void budgetIsUsedUpAndTheTaskDeferredOnce() {
        var cx = new Recording(task, 2);

        assertTrue(cx.proceed());
        assertTrue(cx.proceed());
        assertFalse(cx.proceed());

        assertEquals(List.of(task), cx.deferred);
    }

    @Test
    void taskIsKnownByItsWakerThroughAnyDerivedContext() {
        var cx = new Recording(task, 1);

        assertSame(task, cx.withWaker(child).withWaker(() -> {}).taskWaker());
    }

    @Test
    void refundedUnitCanBeUsedAgain() {
        var cx = new Recording(task, 1);

        assertTrue(cx.proceed());
        cx.refund();

        assertTrue(cx.proceed());
        assertEquals(0, cx.left());
    }

    @Test
    void derivedContextSharesBudgetButWakesItsOwnWaker() {
        var cx = new Recording(task, 1);
        Context derived = cx.withWaker(child).withWaker(task).withWaker(child);

        assertTrue(derived.proceed());
        assertFalse(derived.proceed());

        assertEquals(0, cx.left());
        assertEquals(List.of(child), cx.deferred);
        assertSame(child, derived.waker());
    }

    @Test
    void derivedContextAsksTheExecutor() {
        Context derived = new Recording(task, 1).withWaker(child);

        assertEquals(6, derived.nextInt(7));
        assertEquals("runtime", derived.service(String.class));
        assertNull(derived.service(Integer.class));
    }

    @Test
    void sameWakerNeedsNoDerivedContext() {
        Context cx = new Recording(task, 1);

        assertSame(cx, cx.withWaker(task));
    }

    @Test
    void outsideAnExecutorDeferringWakesAtOnce() {
        var woken = new ArrayList<String>();

        Context.of(() -> woken.add("now")).defer();

        assertEquals(List.of("now"), woken);
    }
}
