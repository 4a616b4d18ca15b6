package dev.kyoto;

import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.task.JoinHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runtime without threads: nothing happens unless somebody drives it, and then no more than has to. */
class ThreadlessRuntimeTest {
    private final Runtime runtime = Runtime.builder().currentThread().build();

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    @Test
    void taskWaitsForSomebodyWhoDrivesTheRuntime() throws Exception {
        var ran = new AtomicInteger();
        JoinHandle<Integer> task = runtime.spawn(TaskTest.counting(ran));
        assertEquals(0, ran.get());
        assertFalse(task.isFinished());

        runtime.blockOn(task);

        assertEquals(1, ran.get());
    }

    @Test
    void taskIsPolledOnceAtFirstAndOnceForEachWake() throws Exception {
        var channel = Mpsc.<Integer>unbounded();
        var polls = new AtomicInteger();
        Future<Integer> reading = channel.receiver().recv().map(message -> 1);
        runtime.spawn(counted(reading, polls));
        turn();
        assertEquals(1, polls.get());

        turn();
        assertEquals(1, polls.get());
        channel.sender().send(7);
        turn();

        assertEquals(2, polls.get());
        assertTrue(channel.receiver().isEmpty());
    }

    private void turn() throws Exception {
        runtime.blockOn(yieldNow());
    }

    private static Future<Integer> counted(Future<Integer> future, AtomicInteger polls) {
        return cx -> {
            polls.incrementAndGet();
            Poll<Integer> poll = future.poll(cx);
            return poll.isReady() ? Poll.ready(poll.value()) : Poll.pending();
        };
    }
}
