package dev.kyoto.benchmarks.peer;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Oneshot;
import java.util.StringJoiner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Messages between tasks, and from a thread to a runtime that sleeps. Numbers are below 128: their boxes are cached. */
final class Channels {
    private Channels() {}

    static Future<@Nullable Void> pingPong(int pairs) {
        return async(() -> {
            var countdown = new Countdown(pairs);
            for (int i = 0; i < pairs; i++) {
                spawn(() -> {
                    var ping = Oneshot.<Boolean>channel();
                    var pong = Oneshot.<Boolean>channel();
                    spawn(() -> {
                        ping.receiver().await();
                        pong.sender().send(true);
                    });
                    ping.sender().send(true);
                    pong.receiver().await();
                    countdown.count();
                });
            }
            countdown.done().await();
        });
    }

    static Future<@Nullable Void> mpsc(int producers, int messages) {
        return async(() -> {
            var channel = Mpsc.<Long>bounded(1_000);
            try (var sender = channel.sender()) {
                for (int i = 0; i < producers; i++) {
                    spawn(produce(sender.copy(), messages / producers));
                }
            }
            if (spawn(consume(channel.receiver())).await() != messages) {
                throw new IllegalStateException("wrong count");
            }
        });
    }

    private static Future<@Nullable Void> produce(Mpsc.Sender<Long> sender, int messages) {
        return async(() -> {
            try (sender) {
                for (int i = 0; i < messages; i++) {
                    sender.send((long) (i & 127)).await();
                }
            }
        });
    }

    private static Future<Integer> consume(Mpsc.Receiver<Long> receiver) {
        return async(() -> {
            int received = 0;
            try (receiver) {
                while (receiver.recv().await() != null) {
                    received++;
                }
            }
            return received;
        });
    }

    @SuppressWarnings("NullAway") // the channels have no end
    static Future<@Nullable Void> selecting(int messages) {
        return async(() -> {
            var even = Mpsc.<Long>bounded(16);
            var odd = Mpsc.<Long>bounded(16);
            long sum = 0;
            long expected = 0;
            for (int i = 0; i < messages; i++) {
                long message = i & 127;
                (i % 2 == 0 ? even : odd).sender().trySend(message);
                expected += message;
                sum += select(on(even.receiver().recv()), on(odd.receiver().recv()))
                        .await();
            }
            if (sum != expected) {
                throw new IllegalStateException("wrong sum");
            }
        });
    }

    /** Nanoseconds from a thread's send to the task that goes on, each after the runtime slept for two milliseconds. */
    static Future<String> wake(int samples) {
        return async(() -> {
            var requests = new ArrayBlockingQueue<Oneshot.Sender<Long>>(1);
            startAnswering(requests, samples);
            var nanos = new StringJoiner(",");
            for (int i = 0; i < samples; i++) {
                var answer = Oneshot.<Long>channel();
                requests.add(answer.sender());
                long sent = answer.receiver().await();
                nanos.add(Long.toString(System.nanoTime() - sent));
            }
            return nanos.toString();
        });
    }

    private static void startAnswering(BlockingQueue<Oneshot.Sender<Long>> requests, int samples) {
        new Thread(() -> {
                    try {
                        for (int i = 0; i < samples; i++) {
                            var request = requests.take();
                            Thread.sleep(2);
                            request.send(System.nanoTime());
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }
}
