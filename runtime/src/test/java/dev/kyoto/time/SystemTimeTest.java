package dev.kyoto.time;

import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.timeout;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting by the system's clock: never too short. */
@ParameterizedClass
@EnumSource(Flavor.class)
class SystemTimeTest {
    private static final Duration TEN_MILLIS = Duration.ofMillis(10);

    @Parameter
    Flavor flavor;

    private Runtime runtime;
    private long start;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder().build();
        start = System.nanoTime();
    }

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    private void assertTenMillisHavePassed() {
        assertTrue(System.nanoTime() - start >= TEN_MILLIS.toNanos());
    }

    @Test
    void sleepOfATaskIsNotTooShort() throws Exception {
        runtime.blockOn(runtime.spawn(sleep(TEN_MILLIS)));

        assertTenMillisHavePassed();
    }

    @Test
    void sleepEndsThoughItsTaskNeverRests() throws Exception {
        var sleep = sleep(TEN_MILLIS);
        Future<Integer> restless = cx -> {
            cx.waker().wake();
            return sleep.poll(cx).isReady() ? Poll.ready(1) : Poll.pending();
        };

        runtime.blockOn(restless);

        assertTenMillisHavePassed();
    }

    @Test
    void limitIsNotTooShort() {
        assertThrows(
                TimeoutException.class,
                () -> runtime.blockOn(timeout(TEN_MILLIS, dev.kyoto.futures.Futures.pending())));

        assertTenMillisHavePassed();
    }
}
