package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.joinAll;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawnBlocking;
import static dev.kyoto.Kyoto.spawnLocal;
import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.JoinSet;
import dev.kyoto.task.Outcome;
import dev.kyoto.task.TaskInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A runtime whose tasks keep to one thread, which is that of a test and of what surrounds it, and what leads in and out. */
@Timeout(value = 240, threadMode = ThreadMode.SAME_THREAD)
class LocalRuntimeTest {
    private final Runtime runtime = Runtime.builder().local().build();

    /** Not thread-safe, and need not be. */
    private final List<Thread> seen = new ArrayList<>();

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    private void note() {
        seen.add(Thread.currentThread());
    }

    private void assertAllOnThisThread(int times) {
        assertEquals(times, seen.size());
        assertTrue(seen.stream().allMatch(thread -> thread == Thread.currentThread()), seen::toString);
    }

    @Test
    void nestedTasksStayOnTheThreadAndAreJoined() throws Exception {
        runtime.blockOn(async(() -> {
            List<JoinHandle<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tasks.add(spawnLocal(async(() -> {
                    note();
                    spawnLocal(async(() -> {
                                yieldNow().await();
                                note();
                            }))
                            .await();
                })));
            }
            joinAll(tasks).await();
        }));

        assertAllOnThisThread(10);
    }

    @Test
    void namedTaskStaysOnTheThread() throws Exception {
        JoinHandle<String> task = runtime.spawn("named", async(() -> {
            note();
            return TaskInfo.current().name();
        }));

        assertEquals("named", runtime.blockOn(task));
        assertAllOnThisThread(1);
    }

    @Test
    void blockingCodeRunsElsewhereAndItsTaskGoesOnHere() throws Exception {
        Thread elsewhere = runtime.blockOn(async(() -> {
            Thread thread = spawnBlocking(Thread::currentThread).await();
            note();
            return thread;
        }));

        assertNotSame(Thread.currentThread(), elsewhere);
        assertAllOnThisThread(1);
    }

    @Test
    void taskIsAwaitedByAnotherRuntime() throws Exception {
        JoinHandle<Integer> task = runtime.spawnLocal(async(() -> {
            sleep(Duration.ofMillis(1)).await();
            note();
            return 7;
        }));
        var joined = new CompletableFuture<Integer>();
        Thread other = new Thread(() -> {
            try (Runtime another = Runtime.builder().currentThread().build()) {
                joined.complete(another.blockOn(task));
            } catch (Exception e) {
                joined.completeExceptionally(e);
            }
        });
        other.start();

        runtime.blockOn(TaskTest.untilTrue(joined::isDone));

        assertEquals(7, joined.get());
        assertAllOnThisThread(1);
        other.join();
    }

    @Test
    void closingDropsTheTasksOnTheThread() throws Exception {
        for (int i = 0; i < 10; i++) {
            runtime.spawnLocal(Poller.pendingUntilDropped(() -> {}, this::note));
        }
        runtime.blockOn(yieldNow());

        runtime.close();

        assertAllOnThisThread(10);
    }

    @Test
    void nestedTaskIsItselfAndItsParentAfterwardsToo() throws Exception {
        runtime.blockOn(async(() -> spawnLocal(async(() -> {
                    long parent = TaskInfo.current().id();
                    long child =
                            spawnLocal(async(() -> TaskInfo.current().id())).await();
                    assertNotEquals(parent, child);
                    assertEquals(parent, TaskInfo.current().id());
                }))
                .await()));
    }

    @Test
    void localTasksTalkThroughSockets() throws Exception {
        int read = runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                var served = spawnLocal(async(() -> {
                    try (var socket = listener.accept().await()) {
                        note();
                        socket.writeAll(ByteBuffer.wrap("hello".getBytes())).await();
                    }
                }));
                try (var client = TcpStream.connect(listener.localAddress()).await()) {
                    var buffer = ByteBuffer.allocate(16);
                    while (client.read(buffer).await() >= 0) {
                        note();
                    }
                    served.await();
                    return buffer.position();
                }
            }
        }));

        assertEquals(5, read);
        assertTrue(seen.stream().allMatch(thread -> thread == Thread.currentThread()), seen::toString);
    }

    @Test
    void setOfLocalTasksIsJoinedOnTheThread() throws Exception {
        int sum = runtime.blockOn(async(() -> {
            int total = 0;
            try (var set = new JoinSet<Integer>()) {
                for (int i = 0; i < 8; i++) {
                    int number = i;
                    set.spawn(async(() -> {
                        note();
                        return number;
                    }));
                }
                Outcome<Integer> done;
                while ((done = set.joinNext().await()) != null) {
                    total += done.get();
                }
            }
            return total;
        }));

        assertEquals(28, sum);
        assertAllOnThisThread(8);
    }

    @Test
    void setOfLocalTasksThatIsShutDownOrClosedDropsThemOnTheThread() throws Exception {
        runtime.blockOn(async(() -> {
            try (var shutDown = new JoinSet<Integer>();
                    var closed = new JoinSet<Integer>()) {
                for (int i = 0; i < 8; i++) {
                    shutDown.spawn(Poller.<Integer>pendingUntilDropped(() -> {}, this::note));
                    closed.spawn(Poller.<Integer>pendingUntilDropped(() -> {}, this::note));
                }
                yieldNow().await();
                shutDown.shutdown().await();
                assertEquals(8, seen.size());
            }
            while (seen.size() < 16) {
                yieldNow().await();
            }
        }));

        assertAllOnThisThread(16);
    }

    @Test
    void runtimeIsTheCurrentOneInItsTasks() throws Exception {
        assertSame(runtime, runtime.blockOn(async(() -> Runtime.current())));
        assertEquals(1, runtime.blockOn(ready(1)));
    }
}
