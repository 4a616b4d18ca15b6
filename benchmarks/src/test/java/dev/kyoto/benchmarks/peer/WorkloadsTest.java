package dev.kyoto.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each workload comes to its end, on a few tasks; they check their own results. */
class WorkloadsTest {
    private final Runtime runtime = Runtime.builder().workers(2).build();

    @AfterEach
    void close() {
        runtime.close();
    }

    private <T> T run(Future<T> workload) throws Exception {
        return runtime.blockOn(workload);
    }

    @Test
    void spawning() throws Exception {
        run(Spawning.spawnMany(10));
        run(Spawning.spawnJoin(10));
        run(Spawning.spawnChain(10));
        run(Spawning.yielding(4, 10));
        run(Spawning.remoteSpawn(2, 10));
    }

    @Test
    void channels() throws Exception {
        run(Channels.pingPong(10));
        run(Channels.mpsc(1, 100));
        run(Channels.mpsc(5, 100));
        run(Channels.selecting(10));
        assertEquals(3, run(Channels.wake(3)).split(",").length);
    }

    @Test
    void locks() throws Exception {
        run(Locks.mutex(4, 10, false));
        run(Locks.mutex(4, 10, true));
        run(Locks.semaphore(4, 10, 2, false));
        run(Locks.semaphore(4, 10, 2, true));
    }
}
