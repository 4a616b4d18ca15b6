package dev.kyoto.tls;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import dev.kyoto.io.AsyncWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What goes out: plain bytes become records, and records wait here until the stream below has taken them.
 *
 * <p>Two sides use this. The writer; and the reader, who answers what the peer asks of the engine, such as a new key, and who,
 * before he waits, sends what waits here: it may be the question that he wants the answer of. So everything is for whoever has
 * the turn ({@link #tryTake}, {@link #release}), and by it published to the next who has it; except for {@link #isUnsent} and
 * {@link #readerHasMoved}.
 */
final class Outbound {
    /**
     * The writer stops at one buffer, the reader's answers go beyond it: were they to wait for room as well, two peers whose
     * connections are full both ways would wait for each other for ever. So much of them is more than an honest peer asks for.
     */
    private static final int MOST = 8 * RecordBuffers.SIZE;

    private final SSLEngine engine;
    private final AsyncWrite below;
    private final DelegatedTasks tasks;
    private final Failure failure;
    private final Turn turn = new Turn();

    /** Who waits for the stream below. */
    private final BothSides sides = new BothSides();

    /** The writer, when only the reader can get the engine on: in a renegotiation. */
    private final AtomicWaker awaitsReader = new AtomicWaker();

    private final ByteBuffer[] nothing = {ByteBuffer.allocate(0)};

    /** Records that wait, from {@code sent} to {@code filled}; null if none do. */
    private @Nullable ByteBuffer records;

    private int sent;
    private int filled;

    /** Whether the stream below has got something that it was not told to flush. */
    private boolean isUnflushed;

    /** Whether anything waits here, or is to be flushed below. Written by who has the turn, read by the reader. */
    private volatile boolean isUnsent;

    private boolean isShutDown;

    Outbound(SSLEngine engine, AsyncWrite below, DelegatedTasks tasks, Failure failure) {
        this.engine = engine;
        this.below = below;
        this.tasks = tasks;
        this.failure = failure;
    }

    /** False if the other side is at it; who asked is then woken. */
    boolean tryTake(Context cx) {
        return turn.tryTake(cx);
    }

    void release() {
        ByteBuffer empty = records;
        if (empty != null && sent == filled) {
            records = null;
            RecordBuffers.giveBack(empty);
        }
        turn.release();
    }

    boolean isUnsent() {
        return isUnsent;
    }

    /** By the reader: the engine has got a record of its own concern, and may want something else now. */
    void readerHasMoved() {
        awaitsReader.wake();
    }

    /** How many bytes of records wait. */
    int waiting() {
        return filled - sent;
    }

    /**
     * Makes records of {@code sources}, as many as fit, and gives the stream below what it takes of them at once.
     *
     * @return false if this has to wait, and has taken nothing
     * @throws IOException if this takes nothing, now or ever
     */
    boolean write(Context cx, ByteBuffer[] sources) throws IOException {
        if (isShutDown) {
            throw closed();
        }
        boolean taken = false;
        boolean lookedAgain = false;
        while (haveRemaining(sources) && (hasRoom() || !taken && hasRoomAfterPush(cx))) {
            SSLEngineResult result;
            try {
                result = wrap(sources);
            } catch (SSLException e) {
                if (taken) {
                    break; // the next one is told
                }
                throw e;
            }
            if (result.bytesConsumed() > 0) {
                taken = true;
            } else if (result.bytesProduced() > 0) {
                lookedAgain = false; // the engine has said something of its own, and comes to the sources next
            } else if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                enlarge();
            } else if (taken) {
                break; // what hinders it is the next write's concern
            } else if (result.getStatus() == Status.CLOSED) {
                pushAsFarAsPossible(cx, Side.WRITER);
                throw closed();
            } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                tasks.begin(cx);
                if (!tasks.pollIdle(cx, Side.WRITER)) {
                    return false;
                }
            } else if (lookedAgain) {
                pushAsFarAsPossible(cx, Side.WRITER);
                return false;
            } else {
                awaitsReader.register(cx.waker());
                lookedAgain = true; // the reader may have moved before that was registered
            }
        }
        if (taken) {
            pushAsFarAsPossible(cx, Side.WRITER);
        }
        return taken;
    }

    /**
     * Makes records of what the engine itself has to say.
     *
     * @return false if so many wait that this one has to
     */
    boolean answer(Context cx, Side side) throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            if (!hasRoom()) {
                if (canEnlarge()) {
                    enlarge();
                } else {
                    push(cx, side);
                    if (!hasRoom()) {
                        return false;
                    }
                }
            }
            SSLEngineResult result = wrap(nothing);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                enlarge();
            } else if (result.bytesProduced() == 0) {
                break; // Java's engine wants to wrap for as long as only the peer has ended, and then has nothing to
                // say
            }
        }
        return true;
    }

    /** Gives the stream below what waits; false while it does not take everything. */
    boolean push(Context cx, Side side) throws IOException {
        ByteBuffer waiting = records;
        if (waiting == null || sent == filled) {
            return true;
        }
        Context both = sides.registered(cx, side);
        while (sent < filled) {
            waiting.limit(filled).position(sent);
            if (below.pollWrite(both, waiting).isPending()) {
                return false;
            }
            if (waiting.position() == sent) {
                throw new IOException(
                        below + " said that it had written, and took nothing. A pollWrite that can take nothing"
                                + " returns pending, or throws.");
            }
            sent = waiting.position();
            isUnflushed = true;
        }
        return true;
    }

    /** {@link #push}, and until it is out below as well. */
    boolean flush(Context cx, Side side) throws IOException {
        if (!push(cx, side)) {
            return false;
        }
        if (isUnflushed) {
            if (below.pollFlush(sides.registered(cx, side)).isPending()) {
                return false;
            }
            isUnflushed = false;
        }
        isUnsent = false;
        return true;
    }

    /**
     * {@link #push}, for those who are not to fail by it: because they have taken something, or only read. The stream below
     * still has to take the same bytes, and tells the next one who cares.
     */
    void pushAsFarAsPossible(Context cx, Side side) {
        try {
            push(cx, side);
        } catch (IOException e) {
            // As said above.
        }
    }

    /** {@link #flush}, for those who are not to fail by it, as with {@link #pushAsFarAsPossible}. */
    void flushAsFarAsPossible(Context cx, Side side) {
        try {
            flush(cx, side);
        } catch (IOException e) {
            // As said there.
        }
    }

    /** Says that nothing more will come, sees that this is out, and ends the writing below. False while that has to wait. */
    boolean shutDown(Context cx) throws IOException {
        isShutDown = true;
        if (!push(cx, Side.WRITER)) {
            return false;
        }
        if (!engine.isOutboundDone()) {
            engine.closeOutbound();
            boolean said = true;
            while (said && !engine.isOutboundDone() && hasRoom()) {
                said = wrap(nothing).bytesProduced() > 0;
            }
        }
        return flush(cx, Side.WRITER)
                && below.pollShutdown(sides.registered(cx, Side.WRITER)).isReady();
    }

    private SSLEngineResult wrap(ByteBuffer[] sources) throws SSLException {
        ByteBuffer into = records;
        if (into == null) {
            throw new IllegalStateException("wrap() without room");
        }
        into.limit(into.capacity()).position(filled);
        try {
            SSLEngineResult result = engine.wrap(sources, into);
            filled = into.position();
            if (result.bytesProduced() > 0) {
                isUnsent = true;
            }
            return result;
        } catch (SSLException e) {
            throw failure.of(e);
        }
    }

    /** Makes room for a record, if need be by moving what waits, though not by sending it. */
    private boolean hasRoom() {
        int record = engine.getSession().getPacketBufferSize();
        ByteBuffer buffer = records;
        if (sent == filled) {
            sent = 0;
            filled = 0;
            if (buffer == null || buffer.capacity() < record) {
                records = RecordBuffers.take(record); // one that was too small is garbage
                return true;
            }
        }
        if (buffer == null) {
            throw new IllegalStateException("records without a buffer");
        }
        if (buffer.capacity() - filled < record && buffer.capacity() - waiting() >= record) {
            buffer.limit(filled).position(sent);
            buffer.compact();
            filled -= sent;
            sent = 0;
        }
        return buffer.capacity() - filled >= record;
    }

    private boolean hasRoomAfterPush(Context cx) throws IOException {
        push(cx, Side.WRITER);
        return hasRoom();
    }

    private boolean canEnlarge() {
        return records == null || records.capacity() < MOST;
    }

    private void enlarge() throws SSLException {
        ByteBuffer buffer = records;
        if (buffer == null) {
            return; // the next one is asked for by its size
        }
        if (!canEnlarge()) {
            throw new SSLException(
                    "The TLS engine finds room for " + buffer.capacity() + " bytes too little for a record.");
        }
        ByteBuffer larger = RecordBuffers.take(2 * buffer.capacity());
        buffer.limit(filled).position(sent);
        larger.put(buffer);
        filled -= sent;
        sent = 0;
        records = larger;
        RecordBuffers.giveBack(buffer);
    }

    /** Why the engine takes nothing any more. */
    private IOException closed() throws IOException {
        failure.check();
        return new ClosedTlsException(
                isShutDown
                        ? "The TLS stream was shut down on this side, and takes nothing more. Write everything before that."
                        : "The peer has ended the TLS connection, which with TLS 1.2 ends both directions: this side can write"
                                + " nothing more. Write before that, or use TLS 1.3, where each side ends its own.");
    }

    static boolean haveRemaining(ByteBuffer[] buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
