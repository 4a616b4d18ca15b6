package dev.kyoto.time;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ticks again and again: the first tick is there at once, the others follow at a fixed rhythm, which does not drift by the
 * time that the work in between takes. What happens when that takes too long, a {@link MissedTickBehavior} decides.
 *
 * <p>Belongs to one task at a time, which awaits one tick at a time.
 */
public interface Interval {
    /**
     * Waits for the next tick, and yields null.
     *
     * <p><b>Cancel safety.</b> Safe: a tick whose future is dropped before it yielded is not lost.
     */
    @CancelSafe
    Future<@Nullable Void> tick();

    /**
     * The ticks without an end, each as the time at which it was delivered. The stream is one more reader of this interval's
     * rhythm: whoever reads it awaits no {@link #tick()} meanwhile.
     */
    Stream<Instant> stream();

    /** The time between two ticks. */
    Duration period();

    /** Begins a new rhythm: the next tick comes one period from now; before the first tick, it has no effect. */
    void reset();

    /**
     * Begins a new rhythm: the next tick comes {@code duration} from now, at once if that is zero or less, and the others follow
     * by the period; before the first tick, it has no effect.
     */
    void resetAfter(Duration duration);
}
