package dev.kyoto.internal.driver;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Resource;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking channel as futures and drivers share it: what it is believed to be ready for, and who waits for more.
 *
 * <p>A future first tries its operation. Only when that would block does it say so ({@link #drained}) and wait
 * ({@link #await}); only the first wait registers the channel, with the driver of the worker that polls then; a
 * short-lived one may never be registered.
 *
 * <h2>States</h2>
 *
 * One word holds two bits per {@link Direction}, one for reading alone, and two for the channel:
 *
 * <pre>
 *   READY  UNREAD  DISARMED
 *     0      0        0      an operation would block; the selector watches, and its next event makes the direction ready
 *     1      0        0      worth trying; the selector still watches
 *     1      1        0      (READ) likewise, and the selector has told so twice
 *     1      any      1      worth trying; the selector looks away
 *
 *   event, polling thread, driver's lock held   READ: (0,0,0) → (1,0,0) → (1,1,0) → (1,1,1), WRITE: (0,0,0) → (1,0,1)
 *   drained(), the one reader or writer         (1,any,0) → (0,0,0), (1,any,1) → (0,0,0) which arms the selector again
 *   mayBeDrained(), the one reader or writer    (1,any,0) → (0,0,0)
 *   CLOSED by close(), SHUT_DOWN by the driver's close(); both for ever
 * </pre>
 *
 * The selector is level-triggered: it would report an unread socket at every turn. Reading is watched for life
 * nevertheless, because most of the time the event is consumed before the next select, and an interest dropped and
 * restored between two selects costs system calls only if a select came between. An event that finds the bit still set
 * tells that nobody consumed the last one: most likely the task has been woken and is about to run, on another worker perhaps. Only
 * when that happens twice is the interest dropped. Room for writing is the normal state of
 * a socket, so it is watched only after a write that would have blocked, and for one event.
 *
 * <h2>Why no event is lost</h2>
 *
 * <ul>
 *   <li><b>Waiter and event.</b> The waiter registers its waker, then reads the word. The event sets the bit, then takes
 *       the waker. All four are sequentially consistent: the waiter sees the bit or the event sees the waker. The same
 *       holds for CLOSED and SHUT_DOWN.
 *   <li><b>Clearing too much.</b> A bit that an event set between the operation and {@link #drained} is cleared with it.
 *       The socket is still readable then, and the selector watches it, so the next select reports it again.
 *   <li><b>Interest.</b> In (0,0,0) the selector must watch. It looks away only where {@link #ready} tells it to, after
 *       having set DISARMED; {@link #drained} clears DISARMED and then restores the interest. {@code ready} reads the word
 *       again afterwards: if DISARMED is gone, it restores the interest itself. Either the drain came before that look,
 *       or it comes after it and so restores the interest after it was dropped. A restored interest too many (the drain's,
 *       delayed past the next event) is dropped by the event that it causes.
 * </ul>
 *
 * <p>All methods may be called from any thread, but at most one future per direction waits at a time.
 */
public final class IoSource {
    private static final int CLOSED = 16;
    private static final int SHUT_DOWN = 32;

    private static final int BOTH_READY = Direction.READ.ready | Direction.WRITE.ready;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(IoSource.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SelectableChannel channel;

    /** Whose channel this is, for messages. */
    private final Object owner;

    private final AtomicWaker reader = new AtomicWaker();
    private final AtomicWaker writer = new AtomicWaker();

    private volatile int word;

    /**
     * With whom the channel is registered, or would be if the first to wait came from outside of any runtime; null if then
     * it could not be.
     */
    private volatile @Nullable NioDriver driver;

    /** Null until the first wait. Written under this monitor. */
    private volatile @Nullable SelectionKey key;

    /** The single selector operation of each direction. Plain: changed once, by {@link #connected}, before publication. */
    private final int readOperation;

    private int writeOperation;

    /**
     * The futures that wait, to tell a second reader from the first one polled again. Plain: whoever hands a stream from
     * one task to another orders the two; without that the check may fail to see misuse, but never sees it wrongly.
     */
    private @Nullable Object waitingReader;

    private @Nullable Object waitingWriter;

    private IoSource(@Nullable NioDriver home, SelectableChannel channel, Object owner, int read, int write, int word) {
        this.driver = home;
        this.channel = channel;
        this.owner = owner;
        this.readOperation = read;
        this.writeOperation = write;
        this.word = word;
    }

    /** Of a listening channel. */
    public static IoSource listening(@Nullable NioDriver home, SelectableChannel channel, Object owner) {
        return new IoSource(home, channel, owner, SelectionKey.OP_ACCEPT, 0, BOTH_READY | Direction.WRITE.disarmed);
    }

    /** Of a connected channel. */
    public static IoSource connected(@Nullable NioDriver home, SelectableChannel channel, Object owner) {
        return new IoSource(
                home,
                channel,
                owner,
                SelectionKey.OP_READ,
                SelectionKey.OP_WRITE,
                BOTH_READY | Direction.WRITE.disarmed);
    }

    /** Of any other channel, which belongs to nobody yet; what it can be watched for, the channel says. */
    public static IoSource of(SelectableChannel channel, Object owner) {
        int operations = channel.validOps();
        int read = operations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT);
        int write = operations & SelectionKey.OP_WRITE;
        return new IoSource(null, channel, owner, read, write, BOTH_READY | Direction.WRITE.disarmed);
    }

    /**
     * Of a channel that connects: ready to write means that the attempt has ended. Reading is watched
     * from the first read that waits on, because a socket that is not connected yet would report itself without end.
     */
    public static IoSource connecting(@Nullable NioDriver home, SelectableChannel channel, Object owner) {
        return new IoSource(
                home,
                channel,
                owner,
                SelectionKey.OP_READ,
                SelectionKey.OP_CONNECT,
                BOTH_READY | Direction.READ.disarmed | Direction.WRITE.disarmed);
    }

    /** The attempt has succeeded: from here on this is a connected channel. Only before anybody else knows this source. */
    public void connected() {
        writeOperation = SelectionKey.OP_WRITE;
    }

    /** Whether the operation is worth trying. */
    public boolean isReady(Direction direction) {
        return (word & direction.ready) != 0;
    }

    /** The operation would have blocked, so the selector must say when it would not. */
    public void drained(Direction direction) {
        int before = (int) WORD.getAndBitwiseAnd(this, ~(direction.ready | direction.disarmed | direction.unread));
        if ((before & direction.disarmed) != 0) {
            arm(direction);
        }
    }

    /**
     * The operation succeeded and found less than it asked for, so trying again would most likely block: saves that system
     * call where the selector watches already. Where it looks away, this does nothing, so that a direction is armed only
     * once somebody waits for it.
     */
    public void mayBeDrained(Direction direction) {
        int before = word;
        if ((before & (direction.ready | direction.disarmed)) == direction.ready) {
            // Failing means that something happened meanwhile, perhaps an event: then trying is right.
            WORD.compareAndSet(this, before, before & ~(direction.ready | direction.unread));
        }
    }

    /**
     * Arranges that the waker of {@code cx} is woken when {@code direction} is ready.
     *
     * @param waiter the future that waits; the same one may come here any number of times until it {@linkplain #leave leaves}. Or the
     *     owner of this channel, for whoever polls it without a future of its own: nobody can tell two of those apart, nor does one say
     *     that it has given up, so the latest is woken, and any future may take its place
     * @return true if it is ready now, so that the operation should be tried again at once
     * @throws ClosedChannelException if the channel was closed
     * @throws IOException if the runtime was shut down
     * @throws IllegalStateException if another future waits for the same direction
     */
    public boolean await(Direction direction, Object waiter, Context cx) throws IOException {
        claim(direction, waiter);
        attach(cx);
        slot(direction).register(cx.waker());
        int now = word;
        if ((now & CLOSED) != 0) {
            throw closed();
        }
        if ((now & SHUT_DOWN) != 0) {
            throw shutDown(this);
        }
        return (now & direction.ready) != 0;
    }

    /** The waiter waits no more. No effect if it did not. */
    public void leave(Direction direction, Object waiter) {
        if (direction == Direction.READ) {
            waitingReader = waitingReader == waiter ? null : waitingReader;
        } else {
            waitingWriter = waitingWriter == waiter ? null : waitingWriter;
        }
    }

    /** Makes whoever waits try again: something happened that no event tells of. */
    public void retry(Direction direction) {
        WORD.getAndBitwiseOr(this, direction.ready | direction.disarmed);
        slot(direction).wake();
    }

    /**
     * Closes the channel; whoever waits is woken, and fails with {@link #closed}. Idempotent.
     *
     * <p>The descriptor of a registered channel is released by the next select of its driver, which is therefore woken if
     * it is parked.
     */
    public void close() {
        // In the monitor, because a registration must not begin while the channel closes.
        synchronized (this) {
            if (((int) WORD.getAndBitwiseOr(this, CLOSED) & CLOSED) != 0) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                // The system takes the descriptor back whatever it answers, so there is nothing that anybody could do.
            }
        }
        tellDriver();
        reader.wake();
        writer.wake();
    }

    public boolean isClosed() {
        return (word & CLOSED) != 0;
    }

    /** What an operation on the closed channel fails with. */
    public ClosedChannelException closed() {
        return new ClosedSourceException(
                this + " was closed on this side. Do not use a stream or listener after close();"
                        + " to end only the sending half, use shutdownOutput().");
    }

    /** What waits for this channel waits for. */
    public Resource resource() {
        return Resource.of("socket", this, toString());
    }

    /** Whose channel it is. */
    @Override
    public String toString() {
        return owner.toString();
    }

    static IOException shutDown(IoSource source) {
        return new IOException(source + " cannot wait any more: the runtime that watched it was shut down. Keep the"
                + " runtime open for as long as its streams are used.");
    }

    /** By the polling thread, under the driver's lock. */
    void ready(SelectionKey key, int operations, WakerBatch woken) {
        if ((operations & Direction.READ.operations) != 0) {
            ready(Direction.READ, key, woken);
        }
        if ((operations & Direction.WRITE.operations) != 0) {
            ready(Direction.WRITE, key, woken);
        }
    }

    private void ready(Direction direction, SelectionKey key, WakerBatch woken) {
        int before;
        int after;
        do {
            before = word;
            boolean toldBefore = (before & direction.ready) != 0;
            boolean toldEnough = (before & direction.unread) == direction.unread;
            after = before | direction.ready | (toldEnough ? direction.disarmed : toldBefore ? direction.unread : 0);
        } while (!WORD.compareAndSet(this, before, after));
        if ((after & direction.disarmed) != 0) {
            key.interestOpsAnd(~direction.operations);
            if ((word & direction.disarmed) == 0) {
                key.interestOpsOr(operation(direction));
            }
        }
        if ((before & direction.ready) == 0) {
            woken.add(slot(direction).take());
        }
    }

    /** By the closing driver, under its lock. */
    void shutDown(WakerBatch woken) {
        WORD.getAndBitwiseOr(this, SHUT_DOWN);
        woken.add(reader.take());
        woken.add(writer.take());
    }

    private void claim(Direction direction, Object waiter) {
        Object waiting = direction == Direction.READ ? waitingReader : waitingWriter;
        if (waiting == waiter) {
            return;
        }
        if (waiting != null && waiting != owner) {
            throw new IllegalStateException("Two futures wait for " + owner + " in the same direction (" + direction
                    + "), and only one of them could be woken. Let one task read and one write, or guard the stream with"
                    + " a Mutex. A future that is given up half-way must be cancelled.");
        }
        if (direction == Direction.READ) {
            waitingReader = waiter;
        } else {
            waitingWriter = waiter;
        }
    }

    private void attach(Context cx) throws IOException {
        if (key == null) {
            NioDriver here = cx.service(NioDriver.class);
            NioDriver chosen = here != null ? here : driver;
            if (chosen == null) {
                chosen = NioDriver.of(cx, "to wait for " + owner);
            }
            if (chosen != null) {
                attach(chosen, here == null);
            }
        }
    }

    private synchronized void attach(NioDriver chosen, boolean fromOutside) throws IOException {
        if (key == null && !isClosed()) {
            driver = chosen;
            int now = word;
            int interest = (now & Direction.READ.disarmed) == 0 ? readOperation : 0;
            interest |= (now & Direction.WRITE.disarmed) == 0 ? writeOperation : 0;
            key = chosen.register(channel, interest, this, fromOutside);
        }
    }

    private void arm(Direction direction) {
        SelectionKey key = registeredKey();
        if (key != null) {
            try {
                key.interestOpsOr(operation(direction));
            } catch (CancelledKeyException closed) {
                return;
            }
            tellDriver();
        }
    }

    private void tellDriver() {
        NioDriver told = driver;
        if (key != null && told != null) {
            told.interestChanged();
        }
    }

    /** In the monitor: if a registration has read the word before it changed, this waits for the key, which to change. */
    private synchronized @Nullable SelectionKey registeredKey() {
        return key;
    }

    private AtomicWaker slot(Direction direction) {
        return direction == Direction.READ ? reader : writer;
    }

    private int operation(Direction direction) {
        return direction == Direction.READ ? readOperation : writeOperation;
    }
}
