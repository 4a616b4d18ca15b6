package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.onIf;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.sync.ClosedException;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Channels between tasks, and sends with a time limit. */
class ChannelsInTimeTest extends RuntimeTestCase {
    private final Mpsc.Bounded<Integer> channel = Mpsc.bounded(1);

    @Test
    void sendThatTimesOutHandsItsMessageBack() throws Exception {
        runtime.blockOn(timeout(ofSeconds(1), channel.sender().send(10)));
        var second = channel.sender().send(20);

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), second)));
        assertEquals(20, second.unsent());

        channel.receiver().close();
        var third = channel.sender().send(30);
        assertThrows(ClosedException.class, () -> runtime.blockOn(timeout(ofSeconds(1), third)));
        assertEquals(30, third.unsent());
        assertEquals(ofSeconds(1).toNanos(), clock.nanos());
    }

    @Test
    void timeLimitWithoutARuntimeNamesTheCure() throws Exception {
        channel.sender().trySend(1);
        var limited = timeout(ofSeconds(1), channel.sender().send(2));

        var error = assertThrows(IllegalStateException.class, () -> Futures.blockOn(limited));

        assertTrue(error.getMessage().contains("Kyoto.run"), error.getMessage());
    }

    /** Answers with the next number; the first question makes it write to itself once. */
    private record Counter(Mpsc.Receiver<Oneshot.Sender<Integer>> mailbox) {}

    @Test
    void actorWithAWeakSenderToItselfEnds() throws Exception {
        var mailbox = Mpsc.<Oneshot.Sender<Integer>>bounded(4);
        var counter = new Counter(mailbox.receiver());
        var itself = mailbox.sender().downgrade();
        var toItself = Oneshot.<Integer>channel();
        JoinHandle<Integer> actor = runtime.spawn(async(() -> {
            int count = 0;
            Oneshot.Sender<Integer> question;
            while ((question = counter.mailbox().recv().await()) != null) {
                question.send(count++);
                if (count == 1) {
                    try (var sender = itself.upgrade()) {
                        sender.send(toItself.sender()).await();
                    }
                }
            }
            return count;
        }));
        var answer = Oneshot.<Integer>channel();

        runtime.blockOn(async(() -> {
            mailbox.sender().send(answer.sender()).await();
            assertEquals(0, answer.receiver().await());
            assertFalse(actor.isFinished());
            mailbox.sender().close();
        }));

        assertEquals(2, runtime.blockOn(actor));
        assertEquals(1, toItself.receiver().tryReceive());
        assertNull(itself.upgrade());
    }

    @Test
    void twoChannelsAreReadInASelectUntilBothHaveEnded() throws Exception {
        var first = Mpsc.<Integer>unbounded();
        var second = Mpsc.<Integer>unbounded();
        runtime.spawn(async(() -> {
            second.sender().send(1);
            yieldNow().await();
            first.sender().send(2);
            yieldNow().await();
            second.sender().send(3);
            yieldNow().await();
            first.sender().close();
            second.sender().close();
        }));

        List<Integer> messages = runtime.blockOn(async(() -> {
            List<Integer> received = new ArrayList<>();
            boolean[] open = {true, true};
            while (open[0] || open[1]) {
                select(
                                onIf(
                                        open[0],
                                        first.receiver().recv(),
                                        message -> message == null ? open[0] = false : received.add(message)),
                                onIf(
                                        open[1],
                                        second.receiver().recv(),
                                        message -> message == null ? open[1] = false : received.add(message)))
                        .await();
            }
            return received;
        }));

        assertEquals(List.of(1, 2, 3), messages.stream().sorted().toList());
    }

    @Test
    void messagesTravelThroughLongChainsOfTasks() throws Exception {
        int tracks = 10;
        int length = 200;
        List<Mpsc.Sender<Integer>> starts = new ArrayList<>();
        List<Mpsc.Receiver<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < tracks; i++) {
            var start = Mpsc.<Integer>bounded(10);
            var end = start;
            for (int j = 0; j < length; j++) {
                var from = end.receiver();
                var next = Mpsc.<Integer>bounded(10);
                runtime.spawn(passingOn(from, next.sender()));
                end = next;
            }
            starts.add(start.sender());
            ends.add(end.receiver());
        }

        int sum = runtime.blockOn(async(() -> {
            for (var start : starts) {
                start.send(1).await();
                start.close();
            }
            int total = 0;
            for (var end : ends) {
                total += end.recv().await();
                assertNull(end.recv().await());
            }
            return total;
        }));

        assertEquals(tracks, sum);
    }

    private static Future<Void> passingOn(Mpsc.Receiver<Integer> from, Mpsc.Sender<Integer> to) {
        return async(() -> {
            Integer message;
            while ((message = from.recv().await()) != null) {
                to.send(message).await();
            }
            to.close();
        });
    }
}
