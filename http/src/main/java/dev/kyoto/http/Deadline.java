package dev.kyoto.http;

import static dev.kyoto.Kyoto.sleep;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.time.Clock;
import dev.kyoto.time.Sleep;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Until when something has to happen on a connection: set anew for each request, but with one timer for many of them. That runs
 * on when the deadline moves on, which is cheaper than to set it anew, and is set anew when it has gone off too early.
 *
 * <p>Belongs to whoever polls the connection.
 */
final class Deadline {
    private final Clock clock;

    /** Null as long as none was needed. */
    private @Nullable Sleep timer;

    /** When the timer goes off, if there is one, or before. */
    private long timerAt;

    private long at;
    private boolean isSet;

    Deadline(Clock clock) {
        this.clock = clock;
    }

    boolean isSet() {
        return isSet;
    }

    /** It has to happen within {@code patience} from now. */
    void set(Duration patience) {
        set(patience.toNanos());
    }

    /** {@link #set(Duration)}, in nanoseconds. */
    void set(long patience) {
        at = clock.nanos() + patience;
        isSet = true;
    }

    /** It has happened, or nothing has to. */
    void clear() {
        isSet = false;
    }

    /**
     * Whether the time is up; else the waker of {@code cx} is woken by then. For whoever is about to be pending.
     *
     * @throws IOException if the timer failed, because there is no runtime
     */
    boolean isOver(Context cx) throws IOException {
        while (isSet) {
            long left = at - clock.nanos();
            if (left <= 0) {
                return true;
            }
            Sleep timer = timerWithin(left);
            if (isPending(timer, cx)) {
                return false;
            }
            this.timer = null;
        }
        return false;
    }

    private Sleep timerWithin(long left) {
        Sleep running = timer;
        if (running == null) {
            running = sleep(Duration.ofNanos(left));
            timer = running;
            timerAt = at;
        } else if (at - timerAt < 0 && !running.isElapsed()) {
            running.reset(Duration.ofNanos(left));
            timerAt = at;
        }
        return running;
    }

    private static boolean isPending(Sleep timer, Context cx) throws IOException {
        Poll<?> poll;
        try {
            poll = timer.poll(cx);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw (IOException) new InterruptedIOException("The timer of a connection failed.").initCause(e);
        }
        return poll.isPending();
    }

    /** Gives the timer back. */
    void close() {
        Sleep running = timer;
        timer = null;
        isSet = false;
        if (running != null) {
            running.cancel();
        }
    }
}
