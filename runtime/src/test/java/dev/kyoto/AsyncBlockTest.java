package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.run;
import static dev.kyoto.Kyoto.shield;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.spawnBlocking;
import static dev.kyoto.Kyoto.timeout;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs as users write them. */
@ParameterizedClass
@EnumSource(Flavor.class)
class AsyncBlockTest {
    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder()
                .clock(new VirtualClock())
                .uncaughtHandler(failures)
                .build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
    }

    @Test
    void blockSpawnsSleepsAndJoins() throws Exception {
        int sum = runtime.blockOn(async(() -> {
            JoinHandle<Integer> slow = spawn(later(3000, 1));
            JoinHandle<Integer> quick = spawn(later(1000, 2));
            int blocking = spawnBlocking(() -> 4).await();
            return slow.await() + quick.await() + blocking;
        }));

        assertEquals(7, sum);
    }

    @Test
    void failureIsCaughtAroundAnAwaitAsItIs() throws Exception {
        String caught = runtime.blockOn(async(() -> {
            try {
                return spawn(failingLater()).await();
            } catch (IOException e) {
                return e.getMessage();
            }
        }));

        assertEquals("gone", caught);
    }

    @Test
    void timeoutUnwindsTheBlockInnermostFirst() {
        Future<Void> nested = async(() -> {
            try {
                inner().await();
            } finally {
                events.add("outer");
            }
        });

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofMillis(10), nested)));
        assertEquals(List.of("inner", "outer"), events);
    }

    @Test
    void shieldedCleanupFinishesAfterTheBlockWasDropped() throws Exception {
        Future<Void> careful = async(() -> {
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                shield(goodbye()).await();
            }
        });

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofMillis(10), careful)));
        runtime.blockOn(sleep(ofSeconds(2)));

        assertEquals(List.of("goodbye"), events);
    }

    @Test
    void taskIsCalledByWhereItWasWritten() throws Exception {
        JoinHandle<Integer> handle = runtime.spawn(later(1, 1));
        runtime.blockOn(handle);

        assertTrue(handle.name().startsWith("dev.kyoto.AsyncBlockTest.later, AsyncBlockTest.java:"), handle.name());
    }

    @Test
    void runMakesARuntimeOfItsOwn() {
        assertEquals(5, run(() -> later(1, 5).await()));
        IOException failure =
                assertThrows(IOException.class, () -> run(() -> failingLater().await()));
        assertEquals("gone", failure.getMessage());
    }

    private static Future<Integer> later(int millis, int value) {
        return async(() -> {
            sleep(ofMillis(millis)).await();
            return value;
        });
    }

    private static Future<String> failingLater() {
        return async(() -> {
            sleep(ofMillis(1)).await();
            throw new IOException("gone");
        });
    }

    private Future<Void> inner() {
        return async(() -> {
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                events.add("inner");
            }
        });
    }

    private Future<Void> goodbye() {
        return async(() -> {
            sleep(ofSeconds(1)).await();
            events.add("goodbye");
        });
    }
}
