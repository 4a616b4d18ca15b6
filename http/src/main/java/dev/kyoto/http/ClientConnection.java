package dev.kyoto.http;

import dev.kyoto.futures.Context;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.time.Clock;
import java.io.IOException;

/** A connection to a server, with one request at a time or none. */
final class ClientConnection implements AutoCloseable {
    private final AsyncReadWrite stream;
    private final Origin origin;
    private final Clock clock;
    private final Deadline reading;
    private final Deadline writing;
    private final Input input;
    private final Output output;
    private boolean wasUsed;
    private long idleSince;

    ClientConnection(AsyncReadWrite stream, Origin origin, ClientOptions options, Clock clock) {
        this.stream = stream;
        this.origin = origin;
        this.clock = clock;
        this.reading = new Deadline(clock);
        this.writing = new Deadline(clock);
        this.input = new Input(stream, reading);
        this.output = new Output(stream, new Pace(clock, options.silenceTimeout(), 0), writing);
    }

    Origin origin() {
        return origin;
    }

    Input input() {
        return input;
    }

    Output output() {
        return output;
    }

    /** Whether it was kept for another request, so that the server may have closed it meanwhile. */
    boolean wasUsed() {
        return wasUsed;
    }

    /** It has no request now. Its timers were those of the task that had; the next one may be another's. */
    void rests() {
        reading.close();
        writing.close();
        wasUsed = true;
        idleSince = clock.nanos();
    }

    /** How long it has had no request, in nanoseconds. */
    long idleFor() {
        return clock.nanos() - idleSince;
    }

    /** Whether the server has neither closed it nor sent what nobody asked for. */
    boolean isUsable(Context cx) {
        try {
            return !input.pollIsGone(cx, 1) && input.buffered() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
        stream.close();
    }
}
