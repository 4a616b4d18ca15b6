package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Programs that block their workers, on runtimes as users build them. Each ends only if somebody helps. */
class BlockedWorkerTest {
    private final BlockingQueue<BlockedWorker> news = new LinkedBlockingQueue<>();

    @Test
    void timerOfTheOnlyWorkerFiresAlthoughThatIsBlocked() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(1).build()) {
            CountDownLatch fired = new CountDownLatch(1);

            runtime.blockOn(async(() -> {
                spawn(afterwards(sleep(ofMillis(1)), fired));
                awaitLatch(fired);
            }));
        }
    }

    @Test
    void echoGoesOnWhileAllWorkersAreBlocked() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            CountDownLatch echoed = new CountDownLatch(1);
            CountDownLatch blocked = new CountDownLatch(2);

            runtime.blockOn(async(() -> {
                var listener = TcpListener.bind("127.0.0.1:0").await();
                spawn(echo(listener));
                var client = TcpStream.connect(listener.localAddress()).await();
                var first = spawn(blocking(blocked, echoed));
                var second = spawn(blocking(blocked, echoed));
                spawn(talk(client, blocked, echoed));
                first.await();
                second.await();
            }));
        }
    }

    @Test
    void listenersHearOfTheTaskItsLineAndItsEnd() throws Exception {
        BlockingQueue<BlockedWorker> alsoNews = new LinkedBlockingQueue<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Runtime runtime = Runtime.builder()
                .workers(1)
                .blockedAfter(ofMillis(2))
                .spareAfter(ofMillis(4))
                .onBlockedWorker(news::add)
                .onBlockedWorker(alsoNews::add)
                .build()) {
            var task = runtime.spawn("query", blocking(entered, release));

            BlockedWorker persisting = take(Stage.PERSISTING, task.id());
            release.countDown();
            runtime.blockOn(task);
            BlockedWorker ended = take(Stage.ENDED, task.id());

            assertEquals("query", persisting.taskName());
            assertTrue(
                    persisting
                            .spawnSite()
                            .startsWith("dev.kyoto.BlockedWorkerTest.listenersHearOfTheTaskItsLineAndItsEnd, "),
                    persisting.spawnSite());
            assertEquals("awaitLatch", persisting.line().getMethodName());
            assertTrue(ended.duration().compareTo(persisting.duration()) >= 0);
            assertTrue(alsoNews.stream().anyMatch(same -> same.stage() == Stage.PERSISTING));
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        var builder = Runtime.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.blockedAfter(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.spareAfter(ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.maxSpareWorkers(-1));
    }

    /** On a slow machine, other polls may take long too. */
    private BlockedWorker take(Stage stage, long taskId) throws InterruptedException {
        while (true) {
            BlockedWorker next = news.take();
            if (next.stage() == stage && next.taskId() == taskId) {
                return next;
            }
        }
    }

    private static Future<Void> blocking(CountDownLatch entered, CountDownLatch until) {
        return async(() -> {
            entered.countDown();
            awaitLatch(until);
        });
    }

    private static Future<Void> afterwards(Future<Void> first, CountDownLatch then) {
        return async(() -> {
            first.await();
            then.countDown();
        });
    }

    private static Future<Void> talk(TcpStream client, CountDownLatch after, CountDownLatch echoed) {
        return async(() -> {
            while (after.getCount() > 0) {
                sleep(ofMillis(1)).await();
            }
            client.writeAll(ByteBuffer.wrap(new byte[] {1})).await();
            client.read(ByteBuffer.allocate(1)).await();
            echoed.countDown();
        });
    }

    private static Future<Void> echo(TcpListener listener) {
        return async(() -> {
            try (var stream = listener.accept().await()) {
                var buffer = ByteBuffer.allocate(1);
                stream.read(buffer).await();
                stream.writeAll(buffer.flip()).await();
            }
        });
    }

    private static void awaitLatch(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }
}
