package dev.kyoto.internal.driver;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Waker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver that hears of readiness by an NIO {@link Selector}, level-triggered, which a few workers share.
 *
 * <p><b>Why NIO.</b> Under a request/response load the kernel's TCP path takes nine tenths of a server's time whatever the
 * driver is: with 50 connections this one costs 7 % more than epoll from C, and io_uring saves nothing.
 *
 * <p><b>Why shared.</b> With a selector each, a worker sleeps whenever its own connections rest, though others are busy: two of
 * them slept and woke 0.24 times for each message of 50 connections. Sharing, whoever runs out of tasks first goes on with what has
 * arrived for all, and while there is enough to do nobody sleeps: 0.08 times, and the server needs a fifth less of the processor.
 * See {@link #WORKERS}.
 *
 * <h2>Who watches</h2>
 *
 * {@code lock} is held by whoever selects: the <em>watcher</em>, a worker that sleeps in {@code select}; or any thread in
 * {@link #poll}, which gives way if somebody else is at it. The selector's own monitors would serve, but a thread that wants one
 * of them while another is in {@code select} blocks until that comes out. Wakers are collected under the lock and woken after it.
 *
 * <p><b>If channels are registered and all workers sleep, one of them watches.</b> A worker writes WAITING (see {@link
 * NioParker}), then asks whether there is a channel, then tries to take the lock. Look at the last one that went to sleep:
 *
 * <ul>
 *   <li>It found the lock taken by another of the workers: then that one is awake, and itself the last, or it sleeps as the watcher.
 *   <li>It found the lock taken by a thread that is none of the workers, and that polled for one of them which is in a long poll:
 *       such a thread calls {@link #handOver} afterwards, and finds WAITING.
 *   <li>It found no channel. Then the first one was registered later: by a worker, which was awake; or from outside,
 *       in which case {@link #register} looks for a WAITING worker after it has put the channel among the selector's keys.
 * </ul>
 *
 * <p>While a worker that watched runs the tasks that it woke, nobody may watch. It comes back when there is nothing left to do, and
 * looks in between at intervals; if its polls take long, it lets another worker watch ({@link #handOver}), and so does the monitor for a
 * poll that is unexpectedly long. To wake another at every event would cost more than most polls take.
 *
 * <h2>Interests changed from other threads</h2>
 *
 * A registration, a changed interest and a closed channel are seen by the selector when it is next entered. The changing
 * thread therefore makes the change, which ends with leaving the selector's update lock, and then reads who watches; the
 * watcher writes that it does and then enters {@code select}, which takes that lock. Monitors and volatile accesses have one
 * total order: either the thread finds the watcher and unparks it, or the watcher's select sees the change.
 */
public final class NioDriver implements Driver {
    /**
     * How many workers share a driver. One thread at a time takes events out of a selector, which would hold up many workers; few
     * of them would have their connections rest in turns again. Sharing was measured with two workers on two cores, this number was
     * not: it is an estimate.
     */
    public static final int WORKERS = 8;

    private static final VarHandle READY_EVENTS;

    static {
        try {
            READY_EVENTS = MethodHandles.lookup().findVarHandle(NioDriver.class, "readyEvents", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Selector selector;
    private final ReentrantLock lock = new ReentrantLock();

    /** A field, so that no select allocates it. */
    private final Consumer<SelectionKey> dispatch = this::dispatch;

    /** What the current select collects. Guarded by the lock. */
    private WakerBatch batch = new WakerBatch();

    /** An empty batch for the next select, while a thread still wakes those of the last one. */
    private final AtomicReference<@Nullable WakerBatch> spareBatch = new AtomicReference<>();

    private final List<NioParker> parkers = new CopyOnWriteArrayList<>();

    /** The worker that sleeps in the selector, or is about to; null if none is. Written under the lock. */
    private volatile @Nullable NioParker watcher;

    /** Guarded by the lock; read without it. */
    private long readyEvents;

    private final LongAdder wakeups = new LongAdder();

    /** Set before the lock is taken to close, so that whoever holds or takes it next sees it. */
    private volatile boolean closed;

    /** @throws UncheckedIOException if the system has no descriptor left for a selector */
    public NioDriver() {
        this(openSelector());
    }

    NioDriver(Selector selector) {
        this.selector = selector;
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The runtime could not open a selector. Is the process out of file descriptors? Raise"
                            + " the limit (ulimit -n), or build the runtime with fewer workers.",
                    e);
        }
    }

    /**
     * The driver that the worker sleeps with which polls with {@code cx}. Null for a poll that nobody will be woken by, such as an await in
     * the cleanup of a dropped block: then just be pending.
     *
     * @param what names the future, for the message
     * @throws IllegalStateException if no Kyoto runtime polls it
     */
    public static @Nullable NioDriver of(Context cx, String what) {
        NioDriver driver = cx.service(NioDriver.class);
        if (driver == null && cx.waker() != Waker.noop()) {
            throw new IllegalStateException(
                    "No Kyoto runtime here: " + what + " needs the I/O driver of a runtime, and was"
                            + " polled by another executor. Call it inside Kyoto.run(() -> …) or runtime.blockOn(…), or spawn it"
                            + " on a runtime and await its JoinHandle. Futures.blockOn alone drives no I/O.");
        }
        return driver;
    }

    @Override
    public NioParker newParker() {
        var parker = new NioParker(this);
        parkers.add(parker);
        return parker;
    }

    /**
     * The owner of {@code parker}, in WAITING: sleeps in the selector, unless there is nothing to watch or somebody else is at it.
     *
     * @return false if it did not
     */
    boolean watch(NioParker parker, long timeoutNanos) {
        // Before the lock is tried: whoever took it only to find that nothing is there would keep away one who knows
        // better.
        if (isIdle() || !lock.tryLock()) {
            return false;
        }
        WakerBatch woken = null;
        try {
            if (!closed) {
                watcher = parker;
                if (parker.beginSelecting()) {
                    selector.select(dispatch, toMillis(timeoutNanos));
                } else {
                    selector.selectNow(dispatch);
                }
                woken = takeBatch();
            }
        } catch (IOException e) {
            throw selectFailed(e);
        } finally {
            watcher = null;
            parker.endWait(); // before the wakers run: an unpark by one of them is for the next wait
            lock.unlock();
        }
        wakeAll(woken);
        return true;
    }

    private boolean isIdle() {
        try {
            return selector.keys().isEmpty();
        } catch (ClosedSelectorException e) {
            return true;
        }
    }

    @Override
    public void handOver() {
        if (watcher != null || isIdle()) {
            return;
        }
        for (NioParker parker : parkers) {
            if (parker.isWaiting()) {
                parker.unpark();
                return;
            }
        }
    }

    void wakeup() {
        selector.wakeup();
    }

    void countWakeup() {
        wakeups.increment(); // seldom, and next to a system call
    }

    @Override
    public boolean poll() {
        if (!lock.tryLock()) {
            return false;
        }
        WakerBatch woken = null;
        try {
            if (!closed && !isIdle()) { // with nothing registered the system call would be for nothing
                selector.selectNow(dispatch);
                woken = takeBatch();
            }
        } catch (IOException e) {
            throw selectFailed(e);
        } finally {
            lock.unlock();
        }
        wakeAll(woken);
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whoever waits for I/O with this driver is woken, and fails with an {@link IOException} that says the runtime was
     * shut down. The channels stay open: they belong to whoever holds them, and closing one releases its descriptor.
     */
    @Override
    public void close() {
        WakerBatch woken = new WakerBatch();
        closed = true;
        parkers.forEach(NioParker::unpark);
        lock.lock();
        try {
            if (!selector.isOpen()) {
                return;
            }
            // A register that this iteration misses comes after it, and hence reads closed.
            for (SelectionKey key : selector.keys()) {
                ((IoSource) key.attachment()).shutDown(woken);
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A selector could not be closed.", e);
        } finally {
            lock.unlock();
            woken.wakeAll();
        }
    }

    /**
     * Lets the selector watch a channel for {@code interest}, telling {@code source}. Any thread.
     *
     * @param fromOutside whether the caller is none of the workers that sleep here
     */
    SelectionKey register(SelectableChannel channel, int interest, IoSource source, boolean fromOutside)
            throws IOException {
        try {
            SelectionKey key = channel.register(selector, interest, source);
            if (closed) {
                throw new ClosedSelectorException();
            }
            interestChanged();
            if (fromOutside) {
                handOver();
            }
            return key;
        } catch (ClosedSelectorException e) {
            throw IoSource.shutDown(source);
        }
    }

    /** To be called after a change that the selector sees only when it is entered anew. Any thread. */
    void interestChanged() {
        NioParker told = watcher;
        if (told != null) {
            told.unpark();
        }
    }

    @Override
    public Reading read() {
        int channels;
        try {
            channels = selector.keys().size();
        } catch (ClosedSelectorException e) {
            channels = 0;
        }
        return new Reading(channels, (long) READY_EVENTS.getOpaque(this), wakeups.sum());
    }

    private void dispatch(SelectionKey key) {
        READY_EVENTS.setOpaque(this, readyEvents + 1);
        try {
            ((IoSource) key.attachment()).ready(key, key.readyOps(), batch);
        } catch (CancelledKeyException closedMeanwhile) {
            // Whoever closed the channel wakes those who wait for it.
        }
    }

    private @Nullable WakerBatch takeBatch() {
        if (batch.isEmpty()) {
            return null;
        }
        WakerBatch taken = batch;
        WakerBatch spare = spareBatch.getAndSet(null);
        batch = spare != null ? spare : new WakerBatch();
        return taken;
    }

    private void wakeAll(@Nullable WakerBatch woken) {
        if (woken != null) {
            woken.wakeAll();
            spareBatch.set(woken);
        }
    }

    /** For {@link Selector#select(Consumer, long)}, which takes zero for no limit. */
    private static long toMillis(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return 0;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return TimeUnit.MILLISECONDS.toNanos(millis) == nanos ? millis : millis + 1;
    }

    private static UncheckedIOException selectFailed(IOException e) {
        return new UncheckedIOException(
                "The system refused to wait for I/O; the workers that need it cannot go on.", e);
    }
}
