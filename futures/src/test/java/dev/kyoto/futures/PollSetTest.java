package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link FuturesUnorderedTest} does not see: members that stay, are queued again, and are removed. */
class PollSetTest {
    private final List<String> events = new ArrayList<>();
    private final List<String> wakes = new ArrayList<>();
    private final PollSet<Bell> set = new PollSet<>();
    private final Bell a = new Bell("a");
    private final Bell b = new Bell("b");

    PollSetTest() {
        set.add(a);
        set.add(b);
    }

    private final class Bell extends PollSet.Member {
        final String name;

        /** How often it still has something for the owner. */
        int strokes;

        /** Wakes itself during the poll. */
        boolean isEager;

        Bell(String name) {
            this.name = name;
        }

        @Override
        protected boolean step(Context cx) {
            events.add("poll " + name);
            assertSame(this, cx.waker());
            if (isEager) {
                wake();
            }
            return strokes-- > 0;
        }

        @Override
        protected void dropped() {
            events.add("drop " + name);
        }
    }

    private @Nullable Bell poll() {
        return set.poll(Context.of(() -> wakes.add("wake")));
    }

    @Test
    void memberThatHasSomethingStaysAndWaitsForItsWake() {
        a.strokes = 2;
        assertSame(a, poll());
        assertNull(poll());
        assertEquals(2, set.size());

        a.wake();

        assertSame(a, poll());
        assertEquals(List.of("poll a", "poll b", "poll a"), events);
    }

    @Test
    void requeuedMemberComesBehindTheOthers() {
        a.strokes = 5;
        b.strokes = 5;
        for (int i = 0; i < 4; i++) {
            Bell ringing = poll();
            set.requeue(ringing);
        }

        assertEquals(List.of("poll a", "poll b", "poll a", "poll b"), events);
    }

    @Test
    void memberWokenInItsPollAndRequeuedIsPolledOnce() {
        a.strokes = 1;
        a.isEager = true;
        set.requeue(poll());
        a.isEager = false;
        a.strokes = 0;
        events.clear();

        assertNull(poll());
        assertNull(poll());

        assertEquals(List.of("poll b", "poll a"), events);
    }

    @Test
    void removedMemberIsNeitherPolledNorHeard() {
        poll();
        a.wake();
        wakes.clear();

        set.remove(a);
        a.wake();
        set.remove(a);

        assertEquals(List.of(), wakes);
        assertEquals(1, set.size());
        assertNull(poll());
        assertEquals(List.of("poll a", "poll b"), events);
    }

    @Test
    void dropReleasesTheMembersThatAreLeftInTheirOrder() {
        var c = new Bell("c");
        set.add(c);
        set.remove(b);

        set.drop();
        set.drop();

        assertEquals(List.of("drop a", "drop c"), events);
        assertEquals(0, set.size());
    }

    @Test
    void memberIsAddedOnce() {
        set.remove(a);

        assertThrows(IllegalStateException.class, () -> set.add(a));
        assertThrows(IllegalStateException.class, () -> new PollSet<Bell>().add(b));
    }

    @Test
    void memberOfAnotherSetIsNotRemoved() {
        new PollSet<Bell>().remove(a);

        assertEquals(2, set.size());
        assertNull(poll());
        assertEquals(List.of("poll a", "poll b"), events);
    }
}
