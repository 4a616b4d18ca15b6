package dev.kyoto.task;

/**
 * Hears what a runtime does: for tracing, and for metrics of one's own. Each method does nothing unless it is overridden. Any
 * number of listeners may be added to a runtime; one without any pays nothing for the possibility.
 *
 * <p>Listeners are called synchronously, on the thread on which it happens, in the order in which they were added: they must be
 * quick, must not block, and must not spawn on the runtime that they listen to. What a listener throws goes to the
 * uncaught handler, and changes nothing.
 *
 * <p>Tasks are what {@code spawn} and {@code blockOn} make; jobs of {@code spawnBlocking} are none.
 *
 * <p><b>Threads.</b> Called on many threads at once. What concerns one task is in order: it is spawned, polled any number of
 * times, and ended, each happening before the next.
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

    /** A task was spawned, and is about to be queued. Called on the thread that spawned it. */
    default void taskSpawned(TaskInfo task) {}

    /** A worker is about to poll a task, or to drop one that was aborted. */
    default void pollStarted(int worker, TaskInfo task) {}

    /** That poll is over, whatever came of it. */
    default void pollEnded(int worker, TaskInfo task) {}

    /** A task has ended or was dropped; whoever joins it does not know yet. */
    default void taskEnded(TaskInfo task) {}
}
