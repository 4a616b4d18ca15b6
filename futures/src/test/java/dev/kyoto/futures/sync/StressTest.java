package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads, futures dropped at random. What must hold is counted; a lost wake-up is a failure, not a hang. */
class StressTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("kyoto.stress.effort", 1);

    private final Crew crew = new Crew();

    @Test
    void permitsAreNeitherLostNorMultiplied() throws Exception {
        var semaphore = new Semaphore(3);
        var out = new AtomicInteger();
        for (int thread = 0; thread < 4; thread++) {
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    int count = 1 + self.random().nextInt(3);
                    var poll = self.tryRun(semaphore.acquire(count));
                    if (poll != null) {
                        assertTrue(out.addAndGet(count) <= 3, "more permits are out than there are");
                        out.addAndGet(-count);
                        poll.value().close();
                    }
                }
            });
        }

        crew.run();

        assertEquals(3, semaphore.availablePermits());
    }

    @Test
    void onlyOneIsInsideTheMutex() throws Exception {
        var mutex = new Mutex();
        var entered = new AtomicLong();
        var plain = new long[1];
        for (int thread = 0; thread < 4; thread++) {
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    var poll = self.tryRun(mutex.lock());
                    if (poll != null) {
                        plain[0]++;
                        entered.incrementAndGet();
                        poll.value().close();
                    }
                }
            });
        }

        crew.run();

        assertEquals(entered.get(), plain[0]);
        assertFalse(mutex.isLocked());
    }

    @Test
    void everyItemAnnouncedByNotifyOneIsFound() throws Exception {
        var notify = new Notify();
        var items = new AtomicInteger();
        var producers = new AtomicInteger(2);
        var taken = new AtomicInteger();
        for (int thread = 0; thread < 2; thread++) {
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    items.incrementAndGet();
                    notify.notifyOne();
                }
                if (producers.decrementAndGet() == 0) {
                    notify.notifyWaiters();
                }
            });
        }
        for (int thread = 0; thread < 3; thread++) {
            crew.add(self -> {
                while (true) {
                    var changed = notify.notified();
                    boolean last = producers.get() == 0;
                    if (items.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        changed.cancel();
                        taken.incrementAndGet();
                    } else if (last) {
                        changed.cancel();
                        return;
                    } else {
                        self.tryRun(changed);
                    }
                }
            });
        }

        crew.run();

        assertEquals(2 * ROUNDS, taken.get());
    }

    @Test
    void everyBroadcastIsSeenByWhoWaitedBefore() throws Exception {
        var notify = new Notify();
        var generation = new AtomicInteger();
        var seen = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
        crew.add(self -> {
            for (int i = 1; i <= ROUNDS / 4; i++) {
                while (seen[0].get() < i - 1 || seen[1].get() < i - 1) {
                    Thread.onSpinWait();
                }
                generation.set(i);
                notify.notifyWaiters();
            }
        });
        for (var mine : seen) {
            crew.add(self -> {
                while (mine.get() < ROUNDS / 4) {
                    var changed = notify.notified();
                    if (generation.get() == mine.get()) {
                        self.tryRun(changed);
                    } else {
                        changed.cancel();
                        mine.incrementAndGet();
                    }
                }
            });
        }

        crew.run();

        assertEquals(ROUNDS / 4, generation.get());
    }

    @Test
    void oneshotValueIsDeliveredOrTheSenderIsTold() throws Exception {
        var barrier = new CyclicBarrier(2);
        var current = new Oneshot<?>[1];
        var sent = new boolean[1];
        crew.add(self -> {
            for (int i = 0; i < ROUNDS; i++) {
                current[0] = Oneshot.<Integer>channel();
                barrier.await();
                sent[0] = sender(current[0]).send(i);
                barrier.await();
                barrier.await();
            }
        });
        crew.add(self -> {
            for (int i = 0; i < ROUNDS; i++) {
                barrier.await();
                var receiver = current[0].receiver();
                var poll = self.tryRun(receiver);
                barrier.await();
                if (poll != null) {
                    assertTrue(sent[0]);
                    assertEquals(i, poll.value());
                } else if (sent[0]) {
                    assertEquals(i, receiver.tryReceive());
                }
                barrier.await();
            }
        });

        crew.run();
    }

    @SuppressWarnings("unchecked") // made as one of Integer
    private static Oneshot.Sender<Integer> sender(Oneshot<?> channel) {
        return ((Oneshot<Integer>) channel).sender();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void boundedChannelLosesAndReordersNothing(int capacity) throws Exception {
        int messages = ROUNDS / 16 * capacity; // the fuller the channel, the more the threads wait for each other
        var channel = Mpsc.<int[]>bounded(capacity, 2);
        int senders = 3;
        for (int id = 0; id < senders; id++) {
            var me = new int[] {id};
            var sender = channel.sender().copy();
            crew.add(self -> {
                try (sender) {
                    for (int i = 0; i < messages; i++) {
                        sendSomehow(self, sender, new int[] {me[0], i});
                    }
                }
            });
        }
        channel.sender().close();
        crew.add(self -> {
            assertReceivesAll(self, channel.receiver(), senders, messages);
            assertEquals(capacity, channel.sender().remainingCapacity());
        });

        crew.run();
    }

    private static void sendSomehow(Impatient self, Mpsc.Sender<int[]> sender, int[] message) throws Exception {
        switch (self.random().nextInt(3)) {
            case 0 -> {
                var send = sender.send(message);
                while (self.tryRun(send) == null) {
                    assertEquals(message, send.unsent());
                    send = sender.send(message);
                }
                assertNull(send.unsent());
            }
            case 1 -> {
                Poll<Mpsc.Permit<int[]>> permit = null;
                while (permit == null) {
                    permit = self.tryRun(sender.reserve());
                    if (permit != null && self.random().nextBoolean()) {
                        permit.value().close();
                        permit = null;
                    }
                }
                permit.value().send(message);
            }
            default -> {
                if (!sender.trySend(message)) {
                    self.run(sender.send(message));
                }
            }
        }
    }

    @Test
    void unboundedChannelLosesAndReordersNothing() throws Exception {
        var channel = Mpsc.<int[]>unbounded(2);
        int senders = 3;
        for (int id = 0; id < senders; id++) {
            var me = new int[] {id};
            var sender = channel.sender().copy();
            crew.add(self -> {
                try (sender) {
                    for (int i = 0; i < ROUNDS; i++) {
                        sender.send(new int[] {me[0], i});
                    }
                }
            });
        }
        channel.sender().close();
        crew.add(self -> assertReceivesAll(self, channel.receiver(), senders, ROUNDS));

        crew.run();
    }

    private static void assertReceivesAll(Impatient self, Mpsc.Receiver<int[]> receiver, int senders, int messages)
            throws Exception {
        var next = new int[senders];
        while (true) {
            var poll = self.tryRun(receiver.recv());
            if (poll == null) {
                continue;
            }
            int[] message = poll.value();
            if (message == null) {
                break;
            }
            assertEquals(next[message[0]]++, message[1]);
        }
        for (int count : next) {
            assertEquals(messages, count);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasSentBeforeTheReceiverClosedIsReceived(boolean bounded) throws Exception {
        int rounds = ROUNDS / 8;
        var barrier = new CyclicBarrier(3);
        var sent = new AtomicInteger();
        var received = new AtomicInteger();
        var channel = new Object() {
            @Nullable Sending send;

            Mpsc.@Nullable Receiver<Integer> receiver;
        };
        for (int id = 0; id < 2; id++) {
            crew.add(self -> {
                for (int i = 0; i < rounds; i++) {
                    barrier.await();
                    try {
                        for (int n = 0; n < 20; n++) {
                            channel.send.send(self);
                            sent.incrementAndGet();
                        }
                    } catch (ClosedException end) {
                        assertTrue(end.getMessage().contains("receiver was closed"), end.getMessage());
                    }
                    barrier.await();
                }
            });
        }
        crew.add(self -> {
            for (int i = 0; i < rounds; i++) {
                if (bounded) {
                    var made = Mpsc.<Integer>bounded(2, 2);
                    channel.send = impatient -> impatient.run(made.sender().send(1));
                    channel.receiver = made.receiver();
                } else {
                    var made = Mpsc.<Integer>unbounded(2);
                    channel.send = impatient -> made.sender().send(1);
                    channel.receiver = made.receiver();
                }
                barrier.await();
                for (int n = self.random().nextInt(20); n > 0; n--) {
                    assertNotNull(self.run(channel.receiver.recv()));
                    received.incrementAndGet();
                }
                channel.receiver.close();
                while (self.run(channel.receiver.recv()) != null) {
                    received.incrementAndGet();
                }
                barrier.await();
            }
        });

        crew.run();

        assertEquals(sent.get(), received.get());
    }

    private interface Sending {
        void send(Impatient self) throws Exception;
    }

    @Test
    void broadcastReceiversSeeOrAreToldOfEveryMessage() throws Exception {
        var channel = Broadcast.<int[]>channel(8);
        for (int id = 0; id < 2; id++) {
            var me = new int[] {id};
            var sender = channel.sender().copy();
            crew.add(self -> {
                try (sender) {
                    for (int i = 0; i < ROUNDS; i++) {
                        sender.send(new int[] {me[0], i});
                        if (self.random().nextInt(16) == 0) {
                            Thread.yield(); // or the receivers never catch up, and never wait
                        }
                    }
                }
            });
        }
        for (int id = 0; id < 2; id++) {
            var receiver = channel.sender().subscribe();
            crew.add(self -> assertSeesAll(self, receiver));
        }
        channel.receiver().close();
        channel.sender().close();

        crew.run();
    }

    private static void assertSeesAll(Impatient self, Broadcast.Receiver<int[]> receiver) throws Exception {
        var next = new int[2];
        long seen = 0;
        while (true) {
            Future<int @Nullable []> receive = receiver.recv();
            Poll<int @Nullable []> poll;
            try {
                poll = self.tryRun(receive);
            } catch (LaggedException lagged) {
                seen += lagged.missed();
                continue;
            }
            if (poll == null) {
                continue;
            }
            int[] message = poll.value();
            if (message == null) {
                break;
            }
            assertTrue(message[1] >= next[message[0]], "the messages of one sender come in order");
            next[message[0]] = message[1] + 1;
            seen++;
        }
        assertEquals(2L * ROUNDS, seen);
    }
}
