package dev.kyoto.internal.scheduler;

import dev.kyoto.task.Listening;
import dev.kyoto.task.RuntimeListener;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a runtime, who come and go. Each change makes a new {@link Listeners}, which is put where it is looked for:
 * here, and at each worker, which looks for every poll.
 *
 * <p><b>Memory order.</b> Both are read with opaque reads, which cost what a field costs. That suffices: what is published is
 * immutable, all its fields are final, and so whoever sees it sees the listener as it was when it was added. And an event that
 * happens after a change sees it, since a variable never goes back.
 */
final class Audience {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Audience.class, "current", Listeners.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Scheduler scheduler;

    /** In the order in which they came. Guarded by this. */
    private final List<Listener> all = new ArrayList<>();

    @SuppressWarnings("UnusedVariable") // read through CURRENT
    private @Nullable Listeners current;

    /** With those who are there from the start, before there are workers. */
    Audience(Scheduler scheduler, List<RuntimeListener> first) {
        this.scheduler = scheduler;
        first.forEach(listener -> all.add(new Listener(listener, 1)));
        this.current = Listeners.of(all, scheduler);
    }

    /** Who is to hear of an event that begins now; null if nobody. */
    @Nullable Listeners current() {
        return (Listeners) CURRENT.getOpaque(this);
    }

    synchronized Listening add(RuntimeListener listener, int oneOf) {
        Listener added = new Listener(listener, requirePowerOfTwo(oneOf));
        all.add(added);
        publish();
        return added;
    }

    /** A worker that was added to the {@link Crew}: a change may have come while it was made. */
    synchronized void welcome(Worker worker) {
        worker.observeFor(current());
    }

    /** Under the lock. */
    private void publish() {
        Listeners changed = Listeners.of(all, scheduler);
        CURRENT.setOpaque(this, changed);
        for (Worker worker : scheduler.crew().workers()) {
            worker.observeFor(changed);
        }
    }

    private static int requirePowerOfTwo(int oneOf) {
        if (Integer.bitCount(oneOf) != 1 || oneOf < 1) {
            throw new IllegalArgumentException(
                    "A sample is one of a power of two, such as 1 or 64, not of " + oneOf + ".");
        }
        return oneOf;
    }

    /** One that was added. */
    final class Listener implements Listening {
        private final RuntimeListener listener;

        /** Written under the lock of the audience. */
        private volatile int oneOf;

        private Listener(RuntimeListener listener, int oneOf) {
            this.listener = listener;
            this.oneOf = oneOf;
        }

        RuntimeListener listener() {
            return listener;
        }

        @Override
        public int oneOf() {
            return oneOf;
        }

        @Override
        public void sample(int oneOf) {
            synchronized (Audience.this) {
                this.oneOf = requirePowerOfTwo(oneOf);
                publish();
            }
        }

        @Override
        public boolean hearsOf(long task) {
            return Listeners.isSampled(task, oneOf);
        }

        @Override
        public void close() {
            synchronized (Audience.this) {
                if (all.remove(this)) {
                    publish();
                }
            }
        }
    }
}
