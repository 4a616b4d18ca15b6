package dev.kyoto.time;

import dev.kyoto.futures.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a time, then yields null. Like every future it is lazy: a duration counts from the first poll, not from the call
 * that made it.
 *
 * <p><b>Cancel safety.</b> Nothing is lost. A sleep made anew counts anew; in a loop with {@code select}, {@code pin} one.
 */
public interface Sleep extends Future<@Nullable Void> {
    /**
     * Starts the wait anew: it ends {@code duration} from now, or, before the first poll, from then. For idle timeouts. To be
     * called by whoever polls this, between polls.
     *
     * @throws IllegalStateException if the sleep has ended
     */
    void reset(Duration duration);

    /**
     * Whether its time has come, so that a poll finds it ready, or has found it so. False before the first poll, from which it
     * counts. To be called by whoever polls this.
     */
    boolean isElapsed();
}
