package dev.kyoto.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Kyoto;
import dev.kyoto.Runtime;
import dev.kyoto.Signal;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Crew;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.JoinHandle;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real threads, for what the model checker takes for granted: that memory is consistent. Whatever the runtime hands from one
 * thread to another is a plain field here, which a hand-over without release and acquire would show stale; and a wake-up that
 * is lost hangs. {@code -Dkyoto.stress.effort=100} goes on a hundred times longer.
 */
class HandOffStressTest {
    private static final int EFFORT = Integer.getInteger("kyoto.stress.effort", 1);
    private static final int ROUNDS = 10_000 * EFFORT;

    private final Crew crew = new Crew();

    /** A task that is woken by several threads wanders over the workers; each poll must see all that the one before did. */
    @Test
    void pollSeesThePollBeforeItOnAnotherWorker() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(3).build()) {
            List<Wanderer> wanderers = new ArrayList<>();
            List<JoinHandle<Integer>> handles = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                wanderers.add(new Wanderer());
                handles.add(runtime.spawn(wanderers.get(i)));
            }
            for (int thread = 0; thread < 2; thread++) {
                crew.add(self -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        wanderers.get(self.random().nextInt(8)).waker.wake();
                    }
                });
            }
            crew.run();

            for (int i = 0; i < 8; i++) {
                wanderers.get(i).enough = true;
                wanderers.get(i).waker.wake();
                int polls = runtime.blockOn(handles.get(i));
                assertEquals(wanderers.get(i).entered.get(), polls);
            }
        }
    }

    private static final class Wanderer implements Future<Integer> {
        final AtomicInteger entered = new AtomicInteger();
        volatile Waker waker = Waker.noop();
        volatile boolean enough;
        private int polls;
        private long checksum;

        @Override
        public Poll<Integer> poll(Context cx) {
            waker = cx.waker();
            int before = entered.getAndIncrement();
            assertEquals(before, polls);
            assertEquals((long) before * (before + 1) / 2, checksum);
            polls++;
            checksum += polls;
            return enough ? Poll.ready(polls) : Poll.pending();
        }
    }

    /**
     * One message at a time, through a plain field: the poll that answers a wake sees what was written before it. A second thread
     * wakes the task at about the same time, so that the wake which matters often finds it scheduled already.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void pollSeesWhatWasWrittenBeforeTheWakeAndNoWakeIsLost(int workers) throws Exception {
        try (Runtime runtime = Runtime.builder().workers(workers).build()) {
            Mailbox mailbox = new Mailbox();
            JoinHandle<String> handle = runtime.spawn(mailbox);
            crew.add(self -> {
                for (int i = 1; i <= ROUNDS; i++) {
                    mailbox.message = i;
                    mailbox.awaitWaker().wake();
                    while (mailbox.seen != i) {
                        Thread.yield();
                    }
                    pauseSometimes(self.random());
                }
            });
            crew.add(self -> {
                while (mailbox.seen < ROUNDS) {
                    int seen = mailbox.seen;
                    mailbox.awaitWaker().wake();
                    while (mailbox.seen == seen && seen < ROUNDS) {
                        Thread.yield();
                    }
                }
            });
            crew.run();

            assertEquals("all", runtime.blockOn(handle));
        }
    }

    private static final class Mailbox implements Future<String> {
        int message;
        volatile int seen;
        private volatile Waker waker = Waker.noop();
        private boolean first = true;

        Waker awaitWaker() {
            while (waker == Waker.noop()) {
                Thread.onSpinWait();
            }
            return waker;
        }

        @Override
        public Poll<String> poll(Context cx) {
            if (first) {
                first = false;
                waker = cx.waker();
                return Poll.pending();
            }
            int got = message;
            assertTrue(got == seen || got == seen + 1, "a message was skipped, or came back");
            if (got != seen) {
                seen = got;
            }
            return got == ROUNDS ? Poll.ready("all") : Poll.pending();
        }
    }

    @Test
    void joinerSeesWhatTheTaskAndTheJobDid() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            for (int thread = 0; thread < 2; thread++) {
                crew.add(self -> {
                    for (int i = 0; i < ROUNDS / 4; i++) {
                        int[] plain = new int[2];
                        int round = i;
                        JoinHandle<Integer> task = runtime.spawn(cx -> Poll.ready(plain[0] = round));
                        JoinHandle<Integer> job = runtime.spawnBlocking(() -> plain[1] = round);
                        assertEquals(round, runtime.blockOn(task));
                        assertEquals(round, runtime.blockOn(job));
                        assertEquals(2 * round, plain[0] + plain[1]);
                    }
                });
            }
            crew.run();
        }
    }

    /** More tasks than a ring holds, so that they are stolen and exported; each carries plain fields. */
    @Test
    void stolenAndExportedTasksBringTheirFields() throws Exception {
        int burst = 600;
        try (Runtime runtime = Runtime.builder().workers(3).build()) {
            for (int round = 0; round < ROUNDS / 100; round++) {
                int mark = round;
                AtomicInteger ran = new AtomicInteger();
                Signal<String> all = new Signal<>();
                runtime.spawn(cx -> {
                    for (int i = 0; i < burst; i++) {
                        Luggage luggage = new Luggage();
                        luggage.mark = mark;
                        luggage.number = i;
                        runtime.spawn(inner -> {
                            if (luggage.mark == mark && luggage.number >= 0 && ran.incrementAndGet() == burst) {
                                all.send("all");
                            }
                            return Poll.ready(1);
                        });
                    }
                    return Poll.ready(1);
                });
                assertEquals("all", runtime.blockOn(all));
            }
        }
    }

    private static final class Luggage {
        int mark = -1;
        int number = -1;
    }

    /**
     * One worker queues a task and then blocks until it has run; the other, at that moment, is going to sleep. Only the fence
     * between adding work and looking for sleepers makes that one of them sees the other.
     */
    @Test
    void workerThatGoesToSleepSeesATaskThatIsQueuedAtThatMoment() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            AtomicInteger ran = new AtomicInteger();
            Random random = new Random(1);
            for (int i = 1; i <= ROUNDS / 4; i++) {
                int round = i;
                int pause = random.nextInt(200);
                runtime.blockOn(cx -> {
                    runtime.spawn(inner -> Poll.ready(1)); // goes to the slot
                    for (int spin = 0; spin < pause; spin++) {
                        Thread.onSpinWait();
                    }
                    runtime.spawn(inner -> Poll.ready(ran.incrementAndGet())); // displaces it to the ring
                    runtime.spawn(inner -> Poll.ready(1)); // so that the one counted is there as well
                    while (ran.get() < round) {
                        Thread.yield(); // no way to go on before the other worker came
                    }
                    return Poll.ready(round);
                });
            }
        }
    }

    @Test
    void readinessReachesThePoll() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
            InetSocketAddress address = listener.localAddress();
            for (int i = 0; i < 2; i++) {
                Socket client = new Socket(address.getAddress(), address.getPort());
                runtime.spawn(new Echo(runtime.blockOn(listener.accept())));
                client.setTcpNoDelay(true);
                crew.add(self -> {
                    try (client) {
                        for (int round = 0; round < ROUNDS / 4; round++) {
                            client.getOutputStream().write(round);
                            assertEquals(round & 0xFF, client.getInputStream().read());
                        }
                    }
                });
            }
            crew.run();
            listener.close();
        }
    }

    /** Reads and writes byte by byte. */
    private static final class Echo implements Future<String> {
        private final TcpStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(1);
        private Future<Integer> reading;

        Echo(TcpStream stream) {
            this.stream = stream;
        }

        @Override
        public Poll<String> poll(Context cx) throws Exception {
            while (true) {
                if (reading == null) {
                    reading = stream.read(buffer.clear());
                }
                Poll<Integer> read = reading.poll(cx);
                if (read.isPending()) {
                    return Poll.pending();
                }
                reading = null;
                if (read.value() < 0) {
                    stream.close();
                    return Poll.ready("end");
                }
                while (stream.write(buffer.flip()).poll(cx).isPending()) {
                    Thread.onSpinWait(); // one byte always finds room
                }
            }
        }
    }

    @Test
    void firedTimerReachesThePoll() throws Exception {
        int naps = 10 * EFFORT;
        try (Runtime runtime = Runtime.builder().workers(3).build()) {
            List<JoinHandle<Integer>> handles = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                handles.add(runtime.spawn(new Napper(naps, new Random(i))));
            }
            for (JoinHandle<Integer> handle : handles) {
                assertEquals(naps, runtime.blockOn(handle));
            }
        }
    }

    private static final class Napper implements Future<Integer> {
        private final int naps;
        private final Random random;
        private int done;
        private Future<?> nap;

        Napper(int naps, Random random) {
            this.naps = naps;
            this.random = random;
        }

        @Override
        public Poll<Integer> poll(Context cx) throws Exception {
            while (done < naps) {
                if (nap == null) {
                    nap = Kyoto.sleep(Duration.ofMillis(random.nextInt(3)));
                }
                if (nap.poll(cx).isPending()) {
                    return Poll.pending();
                }
                nap = null;
                done++;
            }
            return Poll.ready(done);
        }
    }

    /** The seat of a runtime without threads goes round, and with it a task's fields and the worker's own. */
    @Test
    void nextCallerOfBlockOnSeesWhatTheOneBeforeItDid() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            Wanderer wanderer = new Wanderer();
            JoinHandle<Integer> handle = runtime.spawn(wanderer);
            for (int thread = 0; thread < 3; thread++) {
                crew.add(self -> {
                    for (int i = 0; i < ROUNDS / 4; i++) {
                        int yields = self.random().nextInt(3);
                        runtime.blockOn(new Yielder(yields, wanderer));
                    }
                });
            }
            crew.run();
            wanderer.enough = true;
            wanderer.waker.wake();

            int polls = runtime.blockOn(handle);
            assertEquals(wanderer.entered.get(), polls);
        }
    }

    private static final class Yielder implements Future<Integer> {
        private final Wanderer wanderer;
        private int left;

        Yielder(int yields, Wanderer wanderer) {
            this.left = yields;
            this.wanderer = wanderer;
        }

        @Override
        public Poll<Integer> poll(Context cx) {
            wanderer.waker.wake();
            if (left-- > 0) {
                cx.defer();
                return Poll.pending();
            }
            return Poll.ready(0);
        }
    }

    private static void pauseSometimes(Random random) {
        for (int spin = random.nextInt(4) == 0 ? random.nextInt(2_000) : 0; spin > 0; spin--) {
            Thread.onSpinWait(); // so that workers get as far as to sleep
        }
    }
}
