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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver that waits in an NIO {@link Selector}: one per worker, level-triggered.
 *
 * <p><b>Why NIO.</b> Under a request/response load the kernel's TCP path takes nine tenths of a server's time whatever the
 * driver is: with 50 connections this one costs 7 % more than epoll from C, and io_uring saves nothing. One selector
 * shared by all workers costs as much again.
 *
 * <h2>Who may poll</h2>
 *
 * {@code lock} is held by whoever selects: the owner while it is parked, or any thread in {@link #poll}, which gives way
 * if somebody else is at it. The selector's own monitors would serve, but a thread that wants one of them while the owner
 * is in {@code select} blocks until the owner comes out. Wakers are collected under the lock and woken after it.
 *
 * <h2>The owner's state</h2>
 *
 * <pre>
 *            park, lock held            unpark, which then wakes the thread
 *   EMPTY ----------------> WAITING ---------------------------------> NOTIFIED
 *     | ^                    |   |  unpark, which then calls wakeup()    ^  ^  |
 *     | |   channels to watch|   |      +--------------------------------+  |  |
 *     | |                    v   |      |                                   |  |
 *     | |                  SELECTING ---+                                   |  |
 *     | |                        | returned                                 |  |
 *     | +------------------------+------------------------------------------|--+  the owner takes the notice
 *     +---------------------------------------------------------------------+     unpark
 * </pre>
 *
 * With no channel to watch the owner waits as any thread does, which takes half as long to wake: 15 µs against 28 from
 * {@code unpark} to the first instruction after it, measured on two cores with waits of 2 ms.
 *
 * <p>Only the owner enters WAITING and SELECTING, and only it leaves NOTIFIED. All transitions are sequentially consistent exchanges, so the
 * owner, whose exchange finds NOTIFIED, sees whatever was written before any of the {@code unpark}s that led there; that
 * is also why an {@code unpark} always writes, even over NOTIFIED.
 *
 * <p>To wake is a system call, and takes about 15 µs when it really wakes somebody; it is paid by the one thread
 * that finds WAITING or SELECTING. If the owner comes out by itself in that moment, the wakeup reaches its next wait,
 * which then ends early: harmless, and the reason why {@code park} may do so.
 *
 * <h2>Interests changed from other threads</h2>
 *
 * A registration, a changed interest and a closed channel are seen by the selector when it is next entered. The changing
 * thread therefore makes the change, which ends with leaving the selector's update lock, and then reads the state; the
 * owner writes SELECTING and then enters {@code select}, which takes that lock. Monitors and volatile accesses have one
 * total order: either the thread reads SELECTING and unparks the owner, or the owner's select sees the change. The same with
 * the first channel: it is put among the selector's keys, a concurrent set, before the state is read, and the owner writes
 * WAITING before it asks whether there are any.
 */
public final class NioDriver implements Driver {
    private static final int EMPTY = 0;
    private static final int WAITING = 1;
    private static final int SELECTING = 2;
    private static final int NOTIFIED = 3;

    private static final VarHandle STATE;
    private static final VarHandle READY_EVENTS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(NioDriver.class, "state", int.class);
            READY_EVENTS = lookup.findVarHandle(NioDriver.class, "readyEvents", long.class);
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

    private volatile int state = EMPTY;

    /** Whoever parks. Written before WAITING, and read by who finds that. */
    private @Nullable Thread owner;

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
                    "A worker of the runtime could not open its selector. Is the process out of file descriptors? Raise"
                            + " the limit (ulimit -n), or build the runtime with fewer workers.",
                    e);
        }
    }

    /**
     * The driver of the worker that polls with {@code cx}. Null for a poll that nobody will be woken by, such as an await in
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

    /**
     * {@inheritDoc}
     *
     * <p>While channels are watched, times are rounded up to milliseconds. An interrupt, before or during the wait, ends it. The status is left to the
     * caller, who may mean something by it, and who clears it: a selector does not wait while it is set.
     */
    @Override
    public void park(long timeoutNanos) {
        WakerBatch woken = null;
        lock.lock();
        try {
            if (!closed) {
                owner = Thread.currentThread();
                if (timeoutNanos <= 0 || !STATE.compareAndSet(this, EMPTY, WAITING)) {
                    selector.selectNow(dispatch);
                } else if (selector.keys().isEmpty()) {
                    LockSupport.parkNanos(this, timeoutNanos);
                } else if (STATE.compareAndSet(this, WAITING, SELECTING)) {
                    selector.select(dispatch, toMillis(timeoutNanos));
                } else {
                    selector.selectNow(dispatch);
                }
                woken = takeBatch();
            }
        } catch (IOException e) {
            throw selectFailed(e);
        } finally {
            STATE.getAndSet(this, EMPTY);
            lock.unlock();
        }
        wakeAll(woken);
    }

    @Override
    public void unpark() {
        int found = (int) STATE.getAndSet(this, NOTIFIED);
        if (found == WAITING || found == SELECTING) {
            wakeups.increment(); // seldom, and next to a system call
            if (found == WAITING) {
                LockSupport.unpark(owner);
            } else {
                selector.wakeup();
            }
        }
    }

    @Override
    public boolean poll() {
        if (!lock.tryLock()) {
            return false;
        }
        WakerBatch woken = null;
        try {
            if (!closed && !selector.keys().isEmpty()) { // with nothing registered the system call would be for nothing
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
        unpark();
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
            throw new UncheckedIOException("A worker's selector could not be closed.", e);
        } finally {
            lock.unlock();
            woken.wakeAll();
        }
    }

    /** Lets the selector watch a channel for {@code interest}, telling {@code source}. Any thread. */
    SelectionKey register(SelectableChannel channel, int interest, IoSource source) throws IOException {
        try {
            SelectionKey key = channel.register(selector, interest, source);
            if (closed) {
                throw new ClosedSelectorException();
            }
            interestChanged();
            return key;
        } catch (ClosedSelectorException e) {
            throw IoSource.shutDown(source);
        }
    }

    /** To be called after a change that the selector sees only when it is entered anew. Any thread. */
    void interestChanged() {
        int found = state;
        if (found == WAITING || found == SELECTING) {
            unpark();
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
        return new UncheckedIOException("The system refused to wait for I/O; this worker cannot go on.", e);
    }
}
