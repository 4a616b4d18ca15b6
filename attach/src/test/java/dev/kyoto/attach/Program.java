package dev.kyoto.attach;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Mutex;
import java.util.concurrent.CountDownLatch;

/** What is looked into: its only worker is blocked, and a task waits for a lock. */
final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        Mutex mutex = new Mutex();
        mutex.tryLock();
        Runtime runtime =
                Runtime.builder().name("frozen").workers(1).maxSpareWorkers(0).build();
        runtime.spawn("locking", Futures.pollFn(cx -> {
            mutex.lock().poll(cx);
            entered.countDown();
            return Poll.pending();
        }));
        runtime.spawn("blocking", Futures.pollFn(cx -> {
            entered.countDown();
            System.in.read();
            return Poll.pending();
        }));
        entered.await();
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
    }
}
