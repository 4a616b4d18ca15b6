package dev.kyoto.tls;

import dev.kyoto.futures.Context;
import dev.kyoto.io.AsyncRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What comes in: records, as the stream below brings them, become plain bytes. For the one who reads, and for nobody else;
 * so nothing here is guarded.
 */
final class Inbound {
    /** Far beyond any record and what may be in one. An engine that asks for more is asking for ever. */
    private static final int MOST = 1 << 20;

    /** The type of such a record (RFC 8446, section 5.1). */
    private static final byte HANDSHAKE = 22;

    private final SSLEngine engine;
    private final AsyncRead below;
    private final Failure failure;

    /** Records that wait, from {@code start} to {@code end}; null if none do. */
    private @Nullable ByteBuffer records;

    private int start;
    private int end;

    /** Whether what waits is no whole record. */
    private boolean starved = true;

    /** Plain bytes, from its position to its limit, that did not fit where they were wanted; null if there are none. */
    private @Nullable ByteBuffer plain;

    private boolean hasBegun;
    private boolean belowHasEnded;

    Inbound(SSLEngine engine, AsyncRead below, Failure failure) {
        this.engine = engine;
        this.below = below;
        this.failure = failure;
    }

    boolean hasPlain() {
        return plain != null;
    }

    /** Moves plain bytes that wait. */
    void movePlain(ByteBuffer into) {
        ByteBuffer from = plain;
        if (from == null) {
            return;
        }
        int limit = from.limit();
        from.limit(from.position() + Math.min(from.remaining(), into.remaining()));
        into.put(from);
        from.limit(limit);
        if (!from.hasRemaining()) {
            plain = null;
            RecordBuffers.giveBack(from);
        }
    }

    /** Whether {@link #next} is of no use before {@link #fill}. */
    boolean isStarved() {
        return starved || start == end;
    }

    /** Whether the stream below has ended, whatever the protocol says. Then {@link #fill} is of no use any more. */
    boolean belowHasEnded() {
        return belowHasEnded;
    }

    /** Whether the next record is of a handshake; what was encrypted with TLS 1.3 does not show it. */
    boolean isHandshakeNext() {
        ByteBuffer from = records;
        return from != null && start < end && from.get(start) == HANDSHAKE;
    }

    /** Reads what is there below, or notes its end; false if that has to wait. */
    boolean fill(Context cx) throws IOException {
        ByteBuffer room = room();
        if (below.pollRead(cx, room).isPending()) {
            return false;
        }
        belowHasEnded = room.position() == end;
        end = room.position();
        starved = false;
        return true;
    }

    /** The buffer, from {@code end} on to its capacity, which is not there yet. */
    private ByteBuffer room() throws SSLException {
        int record = engine.getSession().getPacketBufferSize();
        ByteBuffer buffer = records;
        if (buffer == null) {
            buffer = RecordBuffers.take(record);
            start = 0;
            end = 0;
        } else if (buffer.capacity() - start < record || end == buffer.capacity()) {
            buffer = withRoom(buffer, record);
        }
        records = buffer;
        return buffer.limit(buffer.capacity()).position(end);
    }

    /** What waits, at the beginning of a buffer with room for more. */
    private ByteBuffer withRoom(ByteBuffer buffer, int record) throws SSLException {
        int waiting = end - start;
        buffer.limit(end).position(start);
        ByteBuffer moved = buffer;
        if (buffer.capacity() >= record && waiting < buffer.capacity()) {
            buffer.compact();
        } else {
            moved = larger(buffer, record).put(buffer);
            RecordBuffers.giveBack(buffer);
        }
        start = 0;
        end = waiting;
        return moved;
    }

    /**
     * The next record. What is in it goes to {@code into} or, where there is not enough room, waits here. Of its result the
     * status tells: {@code OK}; {@code BUFFER_UNDERFLOW} if it is not whole yet; {@code CLOSED} if it was the end.
     *
     * @throws SSLException if it is no record, or not one of this peer; or if it tells of a failure over there
     */
    SSLEngineResult next(ByteBuffer into) throws SSLException {
        SSLEngineResult result = unwrap(into);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            result = unwrapHere();
        }
        starved = result.getStatus() == Status.BUFFER_UNDERFLOW;
        return result;
    }

    private SSLEngineResult unwrapHere() throws SSLException {
        ByteBuffer own = RecordBuffers.take(engine.getSession().getApplicationBufferSize());
        try {
            SSLEngineResult result = unwrap(own);
            while (result.getStatus() == Status.BUFFER_OVERFLOW) {
                ByteBuffer larger = larger(own, engine.getSession().getApplicationBufferSize());
                RecordBuffers.giveBack(own);
                own = larger;
                result = unwrap(own);
            }
            return result;
        } finally {
            if (own.flip().hasRemaining()) {
                plain = own;
            } else {
                RecordBuffers.giveBack(own);
            }
        }
    }

    private SSLEngineResult unwrap(ByteBuffer into) throws SSLException {
        ByteBuffer from = records;
        if (from == null) {
            throw new IllegalStateException("next() before fill()");
        }
        from.limit(end).position(start);
        int before = into.position();
        try {
            SSLEngineResult result = engine.unwrap(from, into);
            start = from.position();
            hasBegun |= result.bytesConsumed() > 0;
            return result;
        } catch (SSLException e) {
            into.position(before); // who fails has read nothing
            from.limit(end).position(start);
            boolean isNoTls = !hasBegun && from.hasRemaining() && TlsErrors.isNoTls(from.get(start));
            start = end; // nobody reads on after that
            throw isNoTls ? failure.is(TlsErrors.noTls(from, e)) : failure.of(e);
        }
    }

    private static ByteBuffer larger(ByteBuffer buffer, int least) throws SSLException {
        int size = Math.max(least, 2 * buffer.capacity());
        if (size > MOST) {
            throw new SSLException(
                    "The TLS engine finds room for " + buffer.capacity() + " bytes too little for a record.");
        }
        return RecordBuffers.take(size);
    }

    /** At the end of a poll: without bytes no buffer. A poll below that was pending has taken nothing and keeps nothing. */
    void trim() {
        ByteBuffer empty = records;
        if (empty != null && start == end) {
            records = null;
            RecordBuffers.giveBack(empty);
        }
    }
}
