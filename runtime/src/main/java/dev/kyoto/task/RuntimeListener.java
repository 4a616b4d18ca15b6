package dev.kyoto.task;

/**
 * Hears what a runtime does: for tracing, and for metrics of one's own. Each method does nothing unless it is overridden. Any
 * number of listeners may be added to a runtime, when it is built or {@linkplain dev.kyoto.Runtime#addListener while it runs};
 * one without any pays nothing for the possibility.
 *
 * <p>Listeners are called synchronously, on the thread on which it happens, in the order in which they were added: they must be
 * quick, must not block, and must not spawn on the runtime that they listen to. What a listener throws goes to the
 * uncaught handler, and changes nothing.
 *
 * <p>Tasks are what {@code spawn} and {@code blockOn} make; jobs of {@code spawnBlocking} are none.
 *
 * <p><b>Threads.</b> Called on many threads at once. What concerns one task is in order: it is spawned, polled any number of
 * times, and ended, each happening before the next; only {@link #taskWoken} by another thread than the one that polls the task
 * may come while other news of it are told.
 *
 * <p><b>In the middle.</b> A listener that is added while the runtime runs hears of everything that happens after the addition,
 * and maybe of what happens at the same time. Of a task that is there already it hears from its next event on: it was not heard
 * to be spawned, and if it never is woken again, nothing is ever heard of it. A poll is told whole or not at all. What the
 * adding thread did before it added the listener is seen by every call of it.
 */
public interface RuntimeListener {
    /** A worker begins to run: of a runtime without threads, each time that a caller of {@code blockOn} drives it. */
    default void workerStarted(int worker) {}

    /** A worker has ended: of a runtime without threads, each time that a caller of {@code blockOn} leaves. */
    default void workerStopped(int worker) {}

    /** A worker found nothing to do and is about to sleep. */
    default void workerParking(int worker) {}

    /** A worker has slept. */
    default void workerUnparked(int worker) {}

    /**
     * A worker does not come back from the poll of a task, or has come back at last: what the listeners of
     * {@link dev.kyoto.Runtime.Builder#onBlockedWorker} hear, after them and on the same thread, which watches all workers.
     */
    default void workerBlocked(BlockedWorker news) {}

    /** A task was spawned, and is about to be queued. Called on the thread that spawned it. */
    default void taskSpawned(TaskInfo task) {}

    /**
     * A task was woken, and is to be polled because of it. A wake that changes nothing, since the task is queued already or has
     * been woken during this poll, is not told; nor is an abort. Called on the thread that wakes, before the task is queued.
     *
     * @param bySelf whether the task did it in its own poll, or gave up its turn there, as {@code yieldNow} does. Of a task that
     *     combines several futures, one of which gives up its turn, the runtime wakes that one later: then it is false
     */
    default void taskWoken(TaskInfo task, boolean bySelf) {}

    /** A task that is being polled has used up its budget, gives way, and will be polled again. At most once a poll. */
    default void budgetExhausted(TaskInfo task) {}

    /**
     * A poll of a task is over and pending, and nobody has asked for its waker in it, nor given up the turn: so nobody is known
     * who will wake it. Told before the end of that poll. That is a mistake of a future that is written by hand, or a task that is
     * to wait for ever.
     */
    default void wakerNotTaken(TaskInfo task) {}

    /** A worker is about to poll a task, or to drop one that was aborted. */
    default void pollStarted(int worker, TaskInfo task) {}

    /** That poll is over, whatever came of it. */
    default void pollEnded(int worker, TaskInfo task) {}

    /** A task has ended or was dropped; whoever joins it does not know yet. */
    default void taskEnded(TaskInfo task) {}
}
