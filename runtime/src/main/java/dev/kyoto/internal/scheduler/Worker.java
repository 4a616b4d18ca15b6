package dev.kyoto.internal.scheduler;

import static dev.kyoto.internal.scheduler.Counters.Counter.BUSY_NANOS;
import static dev.kyoto.internal.scheduler.Counters.Counter.IDLE_WAKES;
import static dev.kyoto.internal.scheduler.Counters.Counter.INJECTED;
import static dev.kyoto.internal.scheduler.Counters.Counter.OVERFLOWS;
import static dev.kyoto.internal.scheduler.Counters.Counter.PARKS;
import static dev.kyoto.internal.scheduler.Counters.Counter.POLLS;
import static dev.kyoto.internal.scheduler.Counters.Counter.SLOT_POLLS;
import static dev.kyoto.internal.scheduler.Counters.Counter.SPAWNS;
import static dev.kyoto.internal.scheduler.Counters.Counter.STEALS;

import dev.kyoto.futures.Waker;
import dev.kyoto.internal.current.Place;
import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.task.TaskIds;
import dev.kyoto.internal.time.Timers;
import dev.kyoto.task.TaskInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker: takes tasks and polls them, and sleeps in its driver when there are none. It is driven by a thread of its own,
 * or, in a runtime without threads, by the caller of {@code blockOn}: the machine is the same.
 *
 * <p>One turn: every so many turns look at the driver and the clock; take a task (now and then from the
 * injection queue first, else from the ring, else a batch from the injection queue, else one that gave up its turn, else from
 * another worker's ring) and run it; without any, park.
 *
 * <p>Tasks that do nothing but give way are woken without a look at the driver, which costs a system call, and without a look at
 * the other workers: both come at their interval, before the tasks are woken, so that these hold up nobody. Tokio, which looks
 * each time, needs more than twice as long for a mutex whose holder yields.
 *
 * <p>Running a task means to poll it, and then the tasks that it wakes one by one through the {@link LifoSlot}: a message
 * and its answer stay in one cache. They share one budget and are limited in number, so that two tasks that wake each other
 * do not keep the ring waiting.
 *
 * <p>What a worker does between two tasks it does at its {@link Post}. While it is in a poll it may be relieved of that, if
 * the poll does not end; when it finds that out, it hands on the tasks it has left and goes to the bench of the {@link Crew}.
 *
 * <p>Every field without a word about threads is touched by the driving thread only.
 */
final class Worker implements Place {
    /** Units of progress that a task may make in one poll. Tokio's value, measured there to be in the flat part. */
    static final int POLL_BUDGET = 128;

    /** Tasks run through the slot in a row. Tokio's value. */
    static final int SLOT_RUN_LIMIT = 3;

    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Worker.class, "current", Task.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Scheduler scheduler;
    private final int index;
    private final RingQueue ring = new RingQueue();
    private final LifoSlot slot = new LifoSlot();
    private final WorkerContext context = new WorkerContext(this);
    private final Counters counters = new Counters();
    private final TaskIds ids = new TaskIds();
    private final InjectionInterval injectionInterval;
    private final int driverInterval;
    private final TaskChain injected = new TaskChain();
    private final Thief thief;
    private final Neighbours neighbours;
    private final Random random;

    private final Consumer<Waker> wake = this::wakeGuarded;

    /** Tasks that gave up their turn: woken when there are no others here, or at a look at the driver. */
    private final DeferredWakers deferred = new DeferredWakers();

    /** Scratch space of the timers. */
    private final List<Waker> due = new ArrayList<>();

    private final Attendance attendance;

    /** The {@link Monitor} says that this is in a poll that does not end. Cleared here, once the poll is over. */
    private volatile boolean stuck;

    /** What the monitor knows of this, for the monitor only. */
    private final PollWatch watch = new PollWatch();

    /** Null unless there are listeners, or poll times are taken: nobody else pays for either. */
    private final @Nullable PollObserver observer;

    private final @Nullable PollTimes pollTimes;

    /** With a virtual clock: the polls counted when this worker went to sleep last. */
    private long pollsAtSleep;

    /** When this worker woke up last. */
    private long busySince = System.nanoTime();

    private int turnsToDriver;
    private boolean searching;

    /** Whether a woken task may take the slot: during polls only, and not when the slot had its share. */
    private boolean slotOpen;

    /** While the driver and the clock dispatch: wakes are queued quietly, and one notification follows. */
    private boolean dispatching;

    /** The task being polled; read by others for reports, so a stale value is as good. */
    private volatile @Nullable Task<?> current;

    /** Written under the lock of {@link Idle}. */
    private volatile boolean asleep;

    /** Of a worker driven by {@code blockOn}: what that call waits for, and whether its thread was interrupted. */
    private @Nullable Task<?> root;

    private boolean interrupted;

    /**
     * @param most how many workers there may ever be in this scheduler
     * @param onBench whether this is a spare, which gets a post later
     */
    Worker(Scheduler scheduler, int index, int most, Post post, boolean onBench) {
        this.scheduler = scheduler;
        this.index = index;
        this.attendance = new Attendance(this, post, onBench);
        Options.Tuning tuning = scheduler.options().tuning();
        this.injectionInterval = new InjectionInterval(tuning.injectionInterval());
        this.driverInterval = tuning.driverInterval();
        this.turnsToDriver = driverInterval;
        this.random = Random.ofWorker(tuning.seed(), index);
        this.pollTimes = scheduler.options().pollTimes() ? new PollTimes() : null;
        this.observer = PollObserver.of(scheduler.listeners(), pollTimes);
        this.thief = new Thief(this, most);
        this.neighbours = new Neighbours(this, most);
    }

    // ---- the loop

    /** What a worker's own thread does. */
    void runThread() {
        attendance.begin();
        threadCame();
        while (!scheduler.isClosing()) {
            if (!attendance.isOnBench()) {
                turnGuarded();
            } else if (attendance.waitForPost()) {
                turnsToDriver = 0; // nobody has looked at the driver for long
            }
        }
        shutDown();
        threadLeaves();
        scheduler.workerStopped();
    }

    /** A thread begins to drive this worker. */
    void threadCame() {
        busySince = System.nanoTime();
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.workerStarted(index);
        }
    }

    /** The thread leaves. */
    void threadLeaves() {
        counters.add(BUSY_NANOS, System.nanoTime() - busySince);
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.workerStopped(index);
        }
    }

    /**
     * Runs the machine on the calling thread until {@code root} has ended or the runtime is closing.
     *
     * @return whether the thread was interrupted meanwhile; {@code root} was aborted then
     */
    boolean drive(Task<?> root) {
        this.root = root;
        interrupted = false;
        attendance.begin();
        while (!root.isFinished() && !scheduler.isClosing()) {
            turnGuarded();
        }
        attendance.end();
        this.root = null;
        return interrupted;
    }

    /** Whatever goes wrong in the machinery itself is reported and does not end the worker: its tasks live on. */
    private void turnGuarded() {
        try {
            turn();
        } catch (Throwable defect) {
            dispatching = false;
            slotOpen = false;
            Task<?> stranded = slot.take(); // nobody looks into the slot before another task has run
            if (stranded != null) {
                scheduleBehindOthers(stranded);
            }
            scheduler.reportUncaught("worker " + index, defect);
        }
    }

    private void turn() {
        boolean looksAround = --turnsToDriver <= 0 || stuck;
        if (looksAround) {
            if (!takePost()) {
                return;
            }
            stuck = false;
            dispatch();
        }
        Task<?> task = next();
        if (task == null && (looksAround || deferred.isEmpty())) {
            if (!takePost()) {
                return;
            }
            task = deferred.isEmpty() ? search() : steal();
        }
        if (!deferred.isEmpty() && (task == null || looksAround)) {
            resumeDeferred();
            task = task != null ? task : ring.pop();
            if (task == null) {
                return; // somebody who looks after this worker was quicker
            }
        }
        if (task != null) {
            run(task);
        } else {
            park();
        }
    }

    private @Nullable Task<?> next() {
        if (injectionInterval.isDue()) {
            injectionInterval.tune(System.nanoTime(), counters.get(POLLS));
            Task<?> task = scheduler.injection().poll();
            if (task != null) {
                counters.increment(INJECTED);
                return task;
            }
        }
        Task<?> task = ring.pop();
        return task != null ? task : nextInjected();
    }

    /** Takes this worker's share of the injection queue: returns the first task, and puts the others into the ring. */
    @Nullable Task<?> nextInjected() {
        InjectionQueue queue = scheduler.injection();
        int queued = queue.size();
        if (queued == 0) {
            return null;
        }
        int share = queued / scheduler.crew().size() + 1;
        queue.pollInto(injected, Math.max(1, Math.min(share, Math.min(ring.free(), ring.capacity() / 2))));
        counters.add(INJECTED, injected.size());
        Task<?> first = injected.poll();
        for (Task<?> task = injected.poll(); task != null; task = injected.poll()) {
            push(task);
        }
        return first;
    }

    private @Nullable Task<?> search() {
        if (!searching) {
            searching = scheduler.idle().tryStartSearching();
            if (!searching) {
                return null;
            }
        }
        return steal();
    }

    /**
     * Without counting as a searcher, for a worker that stays awake in any case: whoever adds work meanwhile wakes somebody,
     * so nothing hangs on what is found here.
     */
    private @Nullable Task<?> steal() {
        Task<?> stolen = thief.steal();
        if (stolen != null) {
            counters.increment(STEALS);
        }
        return stolen;
    }

    // ---- running tasks

    private void run(Task<?> task) {
        if (searching) {
            searching = false;
            if (scheduler.idle().stopSearching()) {
                scheduler.wakeSleeper();
            }
        }
        attendance.leavePost();
        slotOpen = true;
        poll(task, POLL_BUDGET);
        int slotRuns = 0;
        for (Task<?> next = slot.take(); next != null; next = slot.take()) {
            int left = context.budgetLeft();
            if (left == 0) {
                scheduleBehindOthers(next);
                break;
            }
            slotRuns++;
            slotOpen = slotRuns < SLOT_RUN_LIMIT;
            counters.increment(SLOT_POLLS);
            poll(next, left);
        }
        slotOpen = false;
    }

    private void poll(Task<?> task, int budget) {
        counters.increment(POLLS);
        setCurrent(task);
        context.beginPoll(task, budget);
        if (observer == null) {
            task.run(this);
        } else {
            observer.run(task, this);
        }
        setCurrent(null);
    }

    /** Called by the driving thread: queues a task that was woken or spawned. */
    void schedule(Task<?> task) {
        if (dispatching) {
            push(task);
            return;
        }
        if (!slotOpen || stuck) {
            scheduleBehindOthers(task);
            return;
        }
        Task<?> displaced = slot.replace(task);
        if (displaced != null) {
            scheduleBehindOthers(displaced);
        }
    }

    /**
     * Wakes nobody for a task that this worker will run next anyway, as nobody is woken for the slot: the others would come
     * too late for it, or carry it off from where its data are, and sleep again. So tasks that pass a lock or a message round
     * stay on one worker.
     */
    void scheduleBehindOthers(Task<?> task) {
        boolean comesNext = !stuck && ring.isEmpty() && slot.isEmpty();
        push(task);
        if (!comesNext) {
            scheduler.wakeSleeper();
        }
    }

    private void push(Task<?> task) {
        if (ring.push(task, scheduler.injection())) {
            counters.increment(OVERFLOWS);
        }
    }

    void defer(Waker waker) {
        if (!deferred.offer(waker)) {
            waker.wake();
        }
    }

    // ---- the driver, and sleep

    /** Looks at the driver and the clock without waiting. */
    private void dispatch() {
        dispatching = true;
        driver().poll();
        timers().fire(due, wake);
        neighbours.lookAfterStuck(due, wake);
        endDispatching();
    }

    /** Wakes the tasks that gave up their turn. */
    private void resumeDeferred() {
        dispatching = true;
        deferred.drain(wake);
        dispatching = false;
        wakeSleeperIfMoreThanOne();
    }

    /** Before this worker sleeps: does for others what they cannot. */
    private void lookAfterOthers() {
        Worker other = neighbours.inLongPoll();
        if (other == null && scheduler.crew().stuck() == 0) {
            return;
        }
        dispatching = true;
        neighbours.lookAfterStuck(due, wake);
        if (other != null) {
            Neighbours.lookAfter(other, due, wake);
        }
        endDispatching();
    }

    private void endDispatching() {
        dispatching = false;
        turnsToDriver = driverInterval;
        wakeSleeperIfMoreThanOne();
        noticeInterrupt();
    }

    private void wakeSleeperIfMoreThanOne() {
        if (ring.size() > 1) {
            scheduler.wakeSleeper(); // one of them is for this worker
        }
    }

    /** A thread that drives from {@code blockOn} ends its wait when interrupted; a worker's own thread has no use for that. */
    private void noticeInterrupt() {
        if (Thread.interrupted() && root != null) {
            interrupted = true;
            root.abort();
        }
    }

    private void wakeGuarded(Waker waker) {
        try {
            waker.wake();
        } catch (Throwable failure) {
            scheduler.reportUncaught("a waker, which must not throw", failure);
        }
    }

    private void park() {
        lookAfterOthers();
        if (!ring.isEmpty()) {
            return;
        }
        injectionInterval.interrupted();
        scheduler.idle().park(this, searching);
        searching = false;
        if (scheduler.hasQueuedTasks()) {
            scheduler.wakeSleeper();
        }
        while (true) {
            if (scheduler.isClosing()) {
                scheduler.idle().unpark(this);
                return;
            }
            sleep();
            if (!ring.isEmpty()) {
                searching = !scheduler.idle().unpark(this);
                scheduler.monitor().rouse();
                return;
            }
            if (!asleep) {
                searching = true; // whoever woke this worker counted it as a searcher
                scheduler.monitor().rouse();
                return;
            }
            counters.increment(IDLE_WAKES);
        }
    }

    private void sleep() {
        counters.increment(PARKS);
        dispatching = true;
        AutoAdvance virtualTime = scheduler.autoAdvance();
        if (virtualTime != null) {
            long polls = counters.get(POLLS);
            virtualTime.beforeSleep(this, polls != pollsAtSleep);
            pollsAtSleep = polls;
        }
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.workerParking(index);
        }
        counters.add(BUSY_NANOS, System.nanoTime() - busySince);
        Timers timers = timers();
        driver().park(ring.isEmpty() ? timers.beginPark() : 0);
        busySince = System.nanoTime();
        if (listeners != null) {
            listeners.workerUnparked(index);
        }
        timers.endPark();
        if (virtualTime != null) {
            virtualTime.afterSleep();
        }
        timers.fire(due, wake);
        endDispatching();
    }

    // ---- its post

    /** False: this worker was relieved, and sits on the bench now. */
    private boolean takePost() {
        if (attendance.takePost()) {
            return true;
        }
        stuck = false;
        handOnTasks();
        attendance.sitDown();
        return false;
    }

    /** Gives what is queued here to the other workers. */
    void handOnTasks() {
        deferred.drain(wake);
        TaskChain tasks = new TaskChain();
        Task<?> next = slot.take();
        if (next != null) {
            tasks.add(next);
        }
        for (Task<?> task = ring.pop(); task != null; task = ring.pop()) {
            tasks.add(task);
        }
        scheduler.injection().pushAll(tasks);
        scheduler.wakeSleeper();
    }

    // ---- the end

    /** Drops tasks until there are none, together with the other workers. Their cleanup runs here. */
    void shutDown() {
        TaskList tasks = scheduler.taskList();
        int start = random.nextInt(Integer.MAX_VALUE);
        for (Task<?> task = tasks.pollAny(start); task != null; task = tasks.pollAny(start)) {
            setCurrent(task);
            task.shutDown();
            setCurrent(null);
        }
        deferred.drain(waker -> {});
        slot.take();
        while (ring.pop() != null) {
            continue; // ended above
        }
    }

    // ---- what others ask

    Scheduler scheduler() {
        return scheduler;
    }

    int index() {
        return index;
    }

    RingQueue ring() {
        return ring;
    }

    LifoSlot slot() {
        return slot;
    }

    Attendance attendance() {
        return attendance;
    }

    Post post() {
        return attendance.post();
    }

    /** Of the post. */
    Driver driver() {
        return post().driver();
    }

    Timers timers() {
        return post().timers();
    }

    DeferredWakers deferred() {
        return deferred;
    }

    boolean isStuck() {
        return stuck;
    }

    /** This is in a poll that does not end: the slot is anybody's, and nothing is put there any more. */
    void setStuck() {
        stuck = true;
    }

    /** Whether nothing can happen here without a wake: this sleeps, is on the bench, or nobody drives it. */
    boolean isAtRest() {
        return asleep || attendance.isOnBench() || thread() == null;
    }

    PollWatch watch() {
        return watch;
    }

    @Nullable Thread thread() {
        return attendance.thread();
    }

    WorkerContext context() {
        return context;
    }

    Counters counters() {
        return counters;
    }

    /** The driving thread only. */
    TaskIds ids() {
        return ids;
    }

    @Nullable PollTimes pollTimes() {
        return pollTimes;
    }

    Random random() {
        return random;
    }

    @Nullable Task<?> current() {
        return current;
    }

    boolean isAsleep() {
        return asleep;
    }

    /** Under the lock of {@link Idle}. */
    void setAsleep(boolean asleep) {
        this.asleep = asleep;
    }

    void countSpawn() {
        counters.increment(SPAWNS);
    }

    @Override
    public <S> @Nullable S service(Class<S> type) {
        if (type == Timers.class) {
            return type.cast(timers());
        }
        if (type == TaskInfo.class) {
            return type.cast(current);
        }
        Driver driver = driver();
        return type.isInstance(driver) ? type.cast(driver) : scheduler.service(type);
    }

    void reportCleanupFailure(Throwable failure) {
        Task<?> task = current;
        scheduler.reportUncaught(task == null ? "worker " + index : "cleanup in " + task.describe(), failure);
    }

    private void setCurrent(@Nullable Task<?> task) {
        CURRENT.setOpaque(this, task); // nobody is ordered by it
    }
}
