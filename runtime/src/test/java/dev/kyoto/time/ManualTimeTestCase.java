package dev.kyoto.time;

import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A runtime whose time moves only when the test says so. */
abstract class ManualTimeTestCase {
    final VirtualClock clock = VirtualClock.manual();

    /** Looks at its timers at every turn, so that a few turns are enough to settle. */
    final Runtime runtime =
            Runtime.builder().currentThread().clock(clock).eventInterval(1).build();

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(Duration.ofSeconds(10)));
    }

    static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    final void advance(long millis) {
        clock.advance(ms(millis));
    }

    /** One poll, after all that is due at this time was done; a future that is pending then is left as it is. */
    final boolean isReady(Future<?> future) throws Exception {
        settle();
        return runtime.blockOn(cx -> Poll.ready(future.poll(cx).isReady()));
    }

    /** Lets the runtime do all that it has to do at this time. */
    final void settle() throws Exception {
        for (int i = 0; i < 3; i++) {
            runtime.blockOn(yieldNow());
        }
    }
}
