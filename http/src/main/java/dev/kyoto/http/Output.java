package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.AsyncWrite;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection, with a buffer: heads and small bodies of several messages leave together, large bodies
 * leave uncopied behind what was put before them.
 *
 * <p>A peer that takes nothing for a while fails whatever waits for it.
 */
final class Output {
    /** For the head and a small body of one message; it grows, and goes back when it is empty. */
    private static final int CAPACITY = 2 << 10;

    /** A buffer that has grown beyond this is not kept for the next message. */
    private static final int LARGEST_AT_REST = 16 << 10;

    private final AsyncWrite stream;
    private final Pace pace;
    private final Deadline deadline;

    /** Bytes before {@code sent} are out, those from there to the position wait. */
    private ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);

    private int sent;

    /** Whether something was written since the stream was last flushed. */
    private boolean isDirty;

    Output(AsyncWrite stream, Pace pace, Deadline deadline) {
        this.stream = stream;
        this.pace = pace;
        this.deadline = deadline;
    }

    // ---- what is put waits for a flush

    /** How many bytes wait. */
    int waiting() {
        return buffer.position() - sent;
    }

    void put(byte[] bytes) {
        room(bytes.length).put(bytes);
    }

    /** All of {@code bytes} up to their limit, whose position stays where it is: others may read them at the same time. */
    void put(ByteBuffer bytes) {
        int count = bytes.remaining();
        ByteBuffer room = room(count);
        int start = room.position();
        room.put(start, bytes, bytes.position(), count).position(start + count);
    }

    /** Text in ISO 8859-1: it was checked that it is. */
    void put(String text) {
        int length = text.length();
        ByteBuffer room = room(length);
        byte[] array = room.array();
        int start = room.position();
        for (int i = 0; i < length; i++) {
            array[start + i] = (byte) text.charAt(i);
        }
        room.position(start + length);
    }

    /** Not negative. */
    void put(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        ByteBuffer room = room(digits);
        int end = room.position() + digits;
        long rest = number;
        for (int at = end - 1; at >= room.position(); at--) {
            room.put(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        room.position(end);
    }

    void putField(String name, String value) {
        put(name);
        put(": ");
        put(value);
        endLine();
    }

    void endLine() {
        room(2).put((byte) '\r').put((byte) '\n');
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            long capacity = Math.max(2L * buffer.capacity(), (long) buffer.position() + bytes);
            int end = buffer.position();
            buffer = ByteBuffer.allocate(Math.toIntExact(capacity))
                    .put(buffer.position(0).limit(end));
        }
        return buffer;
    }

    // ---- sending

    /** Waits until all that was put is out. */
    @CancelSafe
    Future<@Nullable Void> flush() {
        return new Flushing(this);
    }

    /** Sends what was put and, behind it, {@code piece}. */
    @CancelUnsafe("the count of the bytes already sent, without which the connection cannot go on")
    Future<@Nullable Void> send(ByteBuffer piece) {
        return new Sending(this, piece);
    }

    /** @throws IOException if the peer is gone, or takes nothing, or too little, for too long */
    Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        while (sent < buffer.position()) {
            if (!isMoved(cx, null)) {
                return Poll.pending();
            }
        }
        empty();
        if (isDirty) {
            if (!isReady(cx, stream.pollFlush(cx), 0)) {
                return Poll.pending();
            }
            isDirty = false;
        }
        return Poll.ready(null);
    }

    private boolean pollSend(Context cx, ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            if (!isMoved(cx, piece)) {
                return false;
            }
        }
        return pollFlush(cx).isReady();
    }

    /** Writes some of what waits and, if there is one, of the piece behind it; false if that has to wait. */
    private boolean isMoved(Context cx, @Nullable ByteBuffer piece) throws IOException {
        int start = sent;
        int end = buffer.position();
        int before = piece == null ? 0 : piece.remaining();
        Poll<@Nullable Void> poll;
        buffer.limit(end).position(start);
        if (piece == null) {
            poll = stream.pollWrite(cx, buffer);
        } else if (start == end) {
            poll = stream.pollWrite(cx, piece);
        } else {
            poll = stream.pollWriteVectored(cx, new ByteBuffer[] {buffer, piece});
        }
        sent = buffer.position();
        buffer.limit(buffer.capacity()).position(end);
        int after = piece == null ? 0 : piece.remaining();
        isDirty |= poll.isReady();
        return isReady(cx, poll, sent - start + before - after);
    }

    private boolean isReady(Context cx, Poll<@Nullable Void> poll, int moved) throws IOException {
        if (poll.isReady()) {
            deadline.clear();
            pace.moved(moved);
            return true;
        }
        if (!deadline.isSet()) {
            deadline.set(pace.waits());
        }
        if (deadline.isOver(cx)) {
            throw new SocketTimeoutException("The peer took nothing, or too little, of what was sent for too long.");
        }
        return false;
    }

    private void empty() {
        sent = 0;
        if (buffer.capacity() > LARGEST_AT_REST) {
            buffer = ByteBuffer.allocate(CAPACITY);
        } else {
            buffer.clear();
        }
    }

    private static final class Flushing extends AbstractFuture<@Nullable Void> {
        private final Output output;

        Flushing(Output output) {
            this.output = output;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws IOException {
            return output.pollFlush(cx);
        }

        @Override
        protected String describe() {
            return "the sending of a message";
        }
    }

    private static final class Sending extends AbstractFuture<@Nullable Void> {
        private final Output output;
        private final ByteBuffer piece;

        Sending(Output output, ByteBuffer piece) {
            this.output = output;
            this.piece = piece;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws IOException {
            return output.pollSend(cx, piece) ? Poll.ready(null) : Poll.pending();
        }

        @Override
        protected String describe() {
            return "the sending of a body";
        }
    }
}
