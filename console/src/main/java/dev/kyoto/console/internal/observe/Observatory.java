package dev.kyoto.console.internal.observe;

import dev.kyoto.Runtime;
import dev.kyoto.console.internal.warn.Inspector;
import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.futures.HalfwayDrops;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Looks at runtimes, on a thread of its own: so a program of which every worker is blocked can still be looked at. Runtimes are
 * found by asking again and again which there are.
 */
public final class Observatory implements AutoCloseable {
    /** How quickly a flood is noticed: at a million spawns a second, fifty thousand come through before. */
    private static final long LOOK_NANOS = 50_000_000L;

    private static final long BEAT_NANOS = 1_000_000_000L;

    /** A runtime that has ended can be looked at for so many beats. */
    private static final int KEPT_BEATS = 60;

    private final Supplier<? extends Collection<Runtime>> runtimes;
    private final Runnable eachBeat;
    private final Thread thread;
    private final HalfwayDrops drops = HalfwayDrops.record();
    private volatile List<Observed> observed = List.of();
    private volatile boolean closed;

    /** One runtime with all that is known of it. */
    public static final class Observed {
        private final RuntimeWatch watch;
        private final Inspector inspector;
        private int beatsSinceEnd;

        private Observed(Runtime runtime) {
            this.watch = new RuntimeWatch(runtime, System::nanoTime);
            this.inspector = new Inspector(watch);
        }

        public RuntimeWatch watch() {
            return watch;
        }

        public Inspector inspector() {
            return inspector;
        }

        private void close() {
            watch.close();
            inspector.close();
        }

        /** Whether the runtime is shut down. */
        public boolean hasEnded() {
            return beatsSinceEnd > 0;
        }
    }

    /**
     * Begins at once.
     *
     * @param runtimes which are to be looked at, by now
     * @param eachBeat called once a second
     */
    public Observatory(Supplier<? extends Collection<Runtime>> runtimes, Runnable eachBeat) {
        this.runtimes = runtimes;
        this.eachBeat = eachBeat;
        this.thread = new Thread(this::run, "kyoto-console");
        thread.setDaemon(true);
        find();
        thread.start();
    }

    /** All that are looked at, those that have ended lately included. */
    public List<Observed> observed() {
        return observed;
    }

    /** What was dropped half-way in this process since the console came. */
    public HalfwayDrops drops() {
        return drops;
    }

    /** A runtime may have come: do not wait for the next beat. */
    public synchronized void find() {
        Collection<Runtime> open = runtimes.get();
        List<Observed> all = new ArrayList<>();
        for (Observed known : observed) {
            if (open.contains(known.watch.runtime())) {
                all.add(known);
            } else if (known.beatsSinceEnd < KEPT_BEATS) {
                known.beatsSinceEnd = Math.max(1, known.beatsSinceEnd);
                all.add(known);
            } else {
                known.close();
            }
        }
        for (Runtime runtime : open) {
            if (!closed && all.stream().noneMatch(known -> known.watch.runtime() == runtime)) {
                all.add(new Observed(runtime));
            }
        }
        observed = List.copyOf(all);
    }

    private void run() {
        long beatAt = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(LOOK_NANOS);
            boolean isBeat = System.nanoTime() - beatAt >= BEAT_NANOS;
            try {
                for (Observed one : observed) {
                    one.watch.look();
                }
                if (isBeat) {
                    beatAt = System.nanoTime();
                    beat();
                }
            } catch (RuntimeException | Error defect) { // the program under it must not suffer, nor the console end
                System.getLogger("dev.kyoto.console")
                        .log(System.Logger.Level.WARNING, "The console failed to look", defect);
            }
        }
    }

    private void beat() {
        find();
        for (Observed one : observed) {
            if (one.hasEnded()) {
                one.beatsSinceEnd++;
            }
            one.watch.beat();
            one.inspector.inspect();
        }
        eachBeat.run();
    }

    /** Stops listening to all runtimes. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        LockSupport.unpark(thread);
        observed.forEach(Observed::close);
        drops.close();
    }
}
