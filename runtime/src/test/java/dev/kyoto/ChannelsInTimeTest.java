package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.timeout;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.sync.ClosedException;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.task.JoinHandle;
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
}
