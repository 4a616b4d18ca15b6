package dev.kyoto.internal.scheduler;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that the {@link Monitor} looks with. Started by the first worker that has something to do; asleep as long as
 * all workers are, so that a process which only waits has no wake-ups from it.
 *
 * <pre>
 *              rouse (a worker that woke up, or was driven for the first time)
 *   RESTING ──────────────────────────────────────────────────────────────────▶ LOOKING ──▶ CLOSED
 *      ▲                                                                           │
 *      └───────────────────────────────────────────────────────────────────────────┘
 *                all workers were at rest for a while, and still are
 * </pre>
 *
 * <p>A worker writes that it is awake and then reads {@link #resting}; this thread writes {@code resting} and then reads
 * whether the workers are awake. All are volatile, so one of the two sees the other, and no worker runs unwatched.
 */
final class MonitorThread extends RuntimeThread {
    private static final long NANOS_AFTER_DEFECT = 1_000_000_000;

    private final Scheduler scheduler;
    private final Monitor monitor;
    private volatile boolean resting = true;
    private volatile boolean closed;

    /** Guarded by this. */
    private boolean started;

    MonitorThread(Scheduler scheduler, Monitor monitor) {
        super(scheduler, null, scheduler.options().name() + "-monitor");
        this.scheduler = scheduler;
        this.monitor = monitor;
    }

    @Override
    public void run() {
        while (!closed) {
            long pause = lookGuarded();
            if (pause != Monitor.NEVER) {
                LockSupport.parkNanos(this, pause);
            } else {
                rest();
            }
        }
    }

    /** Whatever goes wrong at one look is reported, and does not prevent the next. */
    private long lookGuarded() {
        try {
            return monitor.look(System.nanoTime());
        } catch (Throwable defect) {
            scheduler.reportUncaught(getName(), defect);
            return NANOS_AFTER_DEFECT;
        }
    }

    private void rest() {
        resting = true;
        if (!monitor.isQuiet()) {
            resting = false;
        }
        while (resting && !closed) {
            LockSupport.park(this);
        }
    }

    /** Any thread. */
    void rouse() {
        if (resting) {
            startOrUnpark();
        }
    }

    private synchronized void startOrUnpark() {
        if (!resting || closed) {
            return;
        }
        resting = false;
        if (started) {
            LockSupport.unpark(this);
            return;
        }
        started = true;
        try {
            start();
        } catch (OutOfMemoryError refused) { // by the operating system
            System.getLogger("dev.kyoto")
                    .log(
                            Level.WARNING,
                            "The system refused a thread to " + getName()
                                    + ": blocked workers will go unnoticed. Raise the limit of threads (ulimit -u).",
                            refused);
        }
    }

    synchronized void close() {
        closed = true;
        LockSupport.unpark(this);
    }
}
