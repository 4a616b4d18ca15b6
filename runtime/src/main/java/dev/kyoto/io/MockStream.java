package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.driver.ClosedSourceException;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.time.Sleep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection that follows a script, for tests of what reads and writes one:
 *
 * <pre>{@code
 * var peer = MockStream.builder()
 *         .write("PING\r\n")                       // is to be written
 *         .pause(Duration.ofSeconds(1))            // by the clock of the runtime
 *         .read("PONG\r\n")                        // is there to be read then
 *         .build();
 *
 * assertEquals("PONG", ping(peer).await());
 * peer.assertFinished();
 * }</pre>
 *
 * <p>The steps are done in their order. A read waits while a write is due, a write while a read is, and both while there
 * is a pause. What is written and was not expected is an {@link AssertionError} that shows both. At the end of the script
 * one reads the end, and writes in vain.
 *
 * <p>Reading and writing may be done by two tasks.
 */
public final class MockStream implements AsyncReadWrite {
    private sealed interface Step {}

    private record Read(ByteBuffer bytes) implements Step {
        @Override
        public String toString() {
            return "a read of " + quoted(bytes);
        }
    }

    private record Write(ByteBuffer bytes) implements Step {
        @Override
        public String toString() {
            return "a write of " + quoted(bytes);
        }
    }

    private record ReadFailure(IOException failure) implements Step {
        @Override
        public String toString() {
            return "a read that fails with " + failure;
        }
    }

    private record WriteFailure(IOException failure) implements Step {
        @Override
        public String toString() {
            return "a write that fails with " + failure;
        }
    }

    private record Pause(Sleep sleep) implements Step {
        @Override
        public String toString() {
            return "a pause";
        }
    }

    private final Deque<Step> steps;
    private @Nullable Waker reader;
    private @Nullable Waker writer;
    private boolean isShutDown;
    private boolean isClosed;

    private MockStream(Deque<Step> steps) {
        this.steps = steps;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        boolean waits;
        Waker woken;
        IOException failure = null;
        synchronized (this) {
            requireOpen(false);
            int before = steps.size();
            Step step = buffer.hasRemaining() ? next(cx) : null;
            if (step instanceof Read read) {
                int count = Math.min(read.bytes.remaining(), buffer.remaining());
                buffer.put(read.bytes.slice().limit(count));
                advance(read.bytes, count);
            } else if (step instanceof ReadFailure failing) {
                steps.remove();
                failure = failing.failure;
            }
            waits = step instanceof Write || step instanceof WriteFailure || step instanceof Pause;
            reader = waits ? cx.waker() : null;
            woken = steps.size() < before ? takeWriter() : null;
        }
        return answer(waits, woken, failure);
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        boolean waits;
        Waker woken;
        IOException failure = null;
        synchronized (this) {
            requireOpen(true);
            int before = steps.size();
            Step step = buffer.hasRemaining() ? next(cx) : null;
            if (step instanceof Write write) {
                int count = Math.min(write.bytes.remaining(), buffer.remaining());
                requireEqual(write.bytes, buffer, count);
                buffer.position(buffer.position() + count);
                advance(write.bytes, count);
            } else if (step instanceof WriteFailure failing) {
                steps.remove();
                failure = failing.failure;
            } else if (step == null && buffer.hasRemaining()) {
                failure = new IOException("The script has ended, and there was written: " + quoted(buffer));
            }
            waits = step instanceof Read || step instanceof ReadFailure || step instanceof Pause;
            writer = waits ? cx.waker() : null;
            woken = steps.size() < before ? takeReader() : null;
        }
        return answer(waits, woken, failure);
    }

    /** Outside of the lock. The other direction is woken whenever a step was finished, because the next may be its own. */
    private static Poll<@Nullable Void> answer(boolean waits, @Nullable Waker woken, @Nullable IOException failure)
            throws IOException {
        if (woken != null) {
            woken.wake();
        }
        if (failure != null) {
            throw failure;
        }
        return waits ? Poll.pending() : Poll.ready(null);
    }

    /** The next step that is no pause, or a pause that is not over. */
    private @Nullable Step next(Context cx) throws IOException {
        while (steps.peek() instanceof Pause pause) {
            try {
                if (pause.sleep.poll(cx).isPending()) {
                    return pause;
                }
            } catch (Exception e) {
                throw Failures.asIoException(e);
            }
            steps.remove();
        }
        return steps.peek();
    }

    private void advance(ByteBuffer bytes, int count) {
        bytes.position(bytes.position() + count);
        if (!bytes.hasRemaining()) {
            steps.remove();
        }
    }

    private static void requireEqual(ByteBuffer expected, ByteBuffer written, int count) {
        if (!written.slice().limit(count).equals(expected.slice().limit(count))) {
            throw new AssertionError("Expected to be written: " + quoted(expected) + ", but was: " + quoted(written));
        }
    }

    private void requireOpen(boolean forWriting) throws IOException {
        if (isClosed || forWriting && isShutDown) {
            throw new ClosedSourceException(
                    "The connection of the script was " + (isClosed ? "closed" : "shut down") + ", and is used again.");
        }
    }

    private @Nullable Waker takeReader() {
        Waker taken = reader;
        reader = null;
        return taken;
    }

    private @Nullable Waker takeWriter() {
        Waker taken = writer;
        writer = null;
        return taken;
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) {
        return Poll.ready(null);
    }

    @Override
    public synchronized Poll<@Nullable Void> pollShutdown(Context cx) {
        isShutDown = true;
        return Poll.ready(null);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
    }

    /** Whether the sending half was ended in good order. */
    public synchronized boolean isShutDown() {
        return isShutDown;
    }

    public synchronized boolean isClosed() {
        return isClosed;
    }

    /** @throws AssertionError if steps are left; it names them */
    public synchronized void assertFinished() {
        if (!steps.isEmpty()) {
            throw new AssertionError("The script did not come to its end. What is left: " + steps);
        }
    }

    @Override
    public synchronized String toString() {
        return "MockStream" + steps;
    }

    /** What remains, as text where it is printable ASCII. */
    private static String quoted(ByteBuffer bytes) {
        var text = new StringBuilder("\"");
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            int value = bytes.get(i) & 0xff;
            switch (value) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '"', '\\' -> text.append('\\').append((char) value);
                default -> {
                    if (value >= ' ' && value < 0x7f) {
                        text.append((char) value);
                    } else {
                        text.append(String.format("\\x%02x", value));
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    /** Writes the script, step by step. Not thread-safe. */
    public static final class Builder {
        private final Deque<Step> steps = new ArrayDeque<>();

        private Builder() {}

        /** These bytes can be read, in pieces of any size. */
        public Builder read(byte[] bytes) {
            return bytes.length == 0 ? this : add(new Read(ByteBuffer.wrap(bytes.clone())));
        }

        /** This text can be read, in UTF-8. */
        public Builder read(String text) {
            return read(text.getBytes(StandardCharsets.UTF_8));
        }

        /** These bytes have to be written, in pieces of any size. */
        public Builder write(byte[] bytes) {
            return bytes.length == 0 ? this : add(new Write(ByteBuffer.wrap(bytes.clone())));
        }

        /** This text has to be written, in UTF-8. */
        public Builder write(String text) {
            return write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A read fails. */
        public Builder readFailure(IOException failure) {
            return add(new ReadFailure(Objects.requireNonNull(failure, "failure")));
        }

        /** A write fails. */
        public Builder writeFailure(IOException failure) {
            return add(new WriteFailure(Objects.requireNonNull(failure, "failure")));
        }

        /** Nothing happens for a while, by the clock of the runtime; it begins when something is tried. */
        public Builder pause(Duration duration) {
            return add(new Pause(SleepFuture.of(duration)));
        }

        /** The connection. The builder is used up. */
        public MockStream build() {
            return new MockStream(steps);
        }

        private Builder add(Step step) {
            steps.add(step);
            return this;
        }
    }
}
