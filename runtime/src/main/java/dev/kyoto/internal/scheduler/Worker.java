package dev.kyoto.internal.scheduler;

import static dev.kyoto.internal.scheduler.Counters.Counter.BUDGET_YIELDS;
import static dev.kyoto.internal.scheduler.Counters.Counter.OVERFLOWS;
import static dev.kyoto.internal.scheduler.Counters.Counter.POLLS;
import static dev.kyoto.internal.scheduler.Counters.Counter.SLOT_POLLS;
import static dev.kyoto.internal.scheduler.Counters.Counter.SPAWNS;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.current.Place;
import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.driver.Parker;
import dev.kyoto.internal.task.TaskIds;
import dev.kyoto.internal.time.Timers;
import dev.kyoto.task.TaskInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One worker: takes tasks and polls them, and sleeps in its driver when there are none. It is driven by a thread of its own,
 * or, in a runtime without threads, by the caller of {@code blockOn}: the machine is the same.
 *
 * <p>One turn: every so many turns look at the driver and the clock; take a task (now and then from the
 * injection queue first, else from the ring, else a batch from the injection queue, else one that gave up its turn, else from
 * another worker's ring) and run it; without any, park.
 *
 * <p>Running a task means to poll it, and then the tasks that it wakes one by one through the {@link LifoSlot}: a message
 * and its answer stay in one cache. They share one budget and are limited in number, so that two tasks that wake each other
 * do not keep the ring waiting.
 *
 * <p>Its tasks come from its {@link TaskSource}. What else a worker does between two tasks it does at its {@link Post}: see
 * {@link PostDuty}. While it is in a poll it may be relieved of that, if the poll does not end; when it finds that out, it
 * hands on the tasks it has left and goes to the bench of the {@link Crew}.
 *
 * <p>Every field without a word about threads is touched by the driving thread only.
 */
final class Worker implements Place {
    /** Units of progress that a task may make in one poll. Tokio's value, measured there to be in the flat part. */
    static final int POLL_BUDGET = 128;

    /** Tasks run through the slot in a row. Tokio's value. */
    static final int SLOT_RUN_LIMIT = 3;

    private static final VarHandle CURRENT;
    private static final VarHandle OBSERVER;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Worker.class, "current", Task.class);
            OBSERVER = MethodHandles.lookup().findVarHandle(Worker.class, "observer", PollObserver.class);
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
    private final ChildLabels childLabels;
    private final TaskSource source;
    private final PostDuty duty;
    private final Random random;

    private final Attendance attendance;

    /** The {@link Monitor} says that this is in a poll that does not end. Cleared here, once the poll is over. */
    private volatile boolean stuck;

    /** What the monitor knows of this, for the monitor only. */
    private final PollWatch watch = new PollWatch();

    /** Null unless there are listeners, or poll times are taken: nobody else pays for either. Set by {@link Audience}. */
    @SuppressWarnings("UnusedVariable") // read through OBSERVER
    private @Nullable PollObserver observer;

    private final @Nullable PollTimes pollTimes;

    /** The number of the last poll of which it was told that it used up the budget. */
    private long exhaustedPoll;

    /** Whether a woken task may take the slot: during polls only, and not when the slot had its share. */
    private boolean slotOpen;

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
        this.source = new TaskSource(this, most, tuning.injectionInterval());
        this.duty = new PostDuty(this, most, source, tuning.driverInterval());
        this.childLabels = new ChildLabels(scheduler.options().recordSpawnSites());
        this.random = Random.ofWorker(tuning.seed(), index);
        this.pollTimes = scheduler.options().pollTimes() ? new PollTimes() : null;
        this.observer = PollObserver.of(scheduler.listeners(), pollTimes);
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
                duty.makeLookDue();
            }
        }
        shutDown();
        threadLeaves();
        scheduler.workerStopped();
    }

    /** A thread begins to drive this worker. */
    void threadCame() {
        duty.begin();
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.workerStarted(index);
        }
    }

    /** The thread leaves. */
    void threadLeaves() {
        duty.end();
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
            duty.stopDispatching();
            slotOpen = false;
            Task<?> stranded = slot.take(); // nobody looks into the slot before another task has run
            if (stranded != null) {
                scheduleBehindOthers(stranded);
            }
            scheduler.reportUncaught("worker " + index, defect);
        }
    }

    private void turn() {
        boolean looksAround = duty.isLookDue() || stuck;
        if (looksAround) {
            if (!takePost()) {
                return;
            }
            stuck = false;
            duty.look();
        }
        Task<?> task = source.next();
        if (task == null && (looksAround || !duty.hasDeferred())) {
            if (!takePost()) {
                return;
            }
            task = duty.hasDeferred() ? source.steal() : duty.search();
        }
        if (duty.hasDeferred() && (task == null || looksAround)) {
            duty.resumeDeferred();
            task = task != null ? task : ring.pop();
            if (task == null) {
                return; // somebody who looks after this worker was quicker
            }
        }
        if (task != null) {
            run(task);
        } else {
            duty.park();
        }
    }

    // ---- running tasks

    private void run(Task<?> task) {
        duty.endSearch();
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
        PollObserver observer = (PollObserver) OBSERVER.getOpaque(this);
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
        if (duty.isDispatching()) {
            duty.dispatched();
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

    /** The label of a task that the task being polled spawns. */
    Object labelOfChild(Future<?> future, @Nullable String name) {
        return childLabels.of(future, name, current);
    }

    void push(Task<?> task) {
        if (ring.push(task, scheduler.injection())) {
            counters.increment(OVERFLOWS);
        }
    }

    /** The task being polled gives up its turn of its own will. */
    void taskYielded() {
        Listeners listeners = scheduler.listeners();
        Task<?> task = current;
        if (listeners != null && task != null && !task.isScheduled()) {
            listeners.taskWoken(task, true);
        }
    }

    /** A future of the task being polled asked for a unit of the budget, and there is none left. */
    void taskExhaustedBudget() {
        counters.increment(BUDGET_YIELDS);
        Listeners listeners = scheduler.listeners();
        Task<?> task = current;
        long poll = counters.get(POLLS);
        if (listeners != null && task != null && poll != exhaustedPoll) {
            exhaustedPoll = poll; // of a task that combines many futures, each of them asks
            listeners.budgetExhausted(task);
        }
    }

    void defer(Waker waker) {
        duty.defer(waker);
    }

    /** Queues a task that gave way. */
    void setAside(Task<?> task) {
        duty.setAside(task);
    }

    /** A thread that drives from {@code blockOn} ends its wait when interrupted; a worker's own thread has no use for that. */
    void noticeInterrupt() {
        if (Thread.interrupted() && root != null) {
            interrupted = true;
            root.abort();
        }
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
        duty.handOnDeferred();
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
        duty.forgetDeferred();
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

    /** Of the post. */
    Parker parker() {
        return post().parker();
    }

    Timers timers() {
        return post().timers();
    }

    DeferredWakers deferred() {
        return duty.deferred();
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

    /** Any thread: who hears of the polls that begin from now on. */
    void observeFor(@Nullable Listeners listeners) {
        OBSERVER.setOpaque(this, PollObserver.of(listeners, pollTimes));
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

    /** For tasks spawned here: {@link SpawnTime} of the last look around. */
    int spawnTime() {
        return duty.lookedAt();
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
