package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.LeakyProgram;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each test asks the garbage collector until it has done its work. */
class LeakDetectorTest {
    private final LinkedBlockingQueue<LeakException> leaks = new LinkedBlockingQueue<>();

    @AfterEach
    void off() {
        LeakDetector.disable();
    }

    record Subject(String name, Supplier<AutoCloseable> made) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Subject> subjects() {
        return List.of(
                new Subject("Semaphore.Permit", () -> new Semaphore(1).tryAcquire()),
                new Subject("Mutex.Guard", () -> new Mutex().tryLock()),
                new Subject("RwLock.ReadGuard", () -> new RwLock().tryRead()),
                new Subject("RwLock.WriteGuard", () -> new RwLock().tryWrite()),
                new Subject("Mpsc.Permit", () -> Mpsc.bounded(1).sender().tryReserve()),
                new Subject("Mpsc.Sender", () -> Mpsc.bounded(1).sender()),
                new Subject("Mpsc.UnboundedSender", () -> Mpsc.unbounded().sender()),
                new Subject("Mpsc.Receiver", () -> Mpsc.bounded(1).receiver()),
                new Subject("Mpmc.Receiver", () -> Mpmc.bounded(1).receiver()),
                new Subject("Oneshot.Sender", () -> Oneshot.channel().sender()),
                new Subject("Broadcast.Sender", () -> Broadcast.channel(1).sender()),
                new Subject("Broadcast.Receiver", () -> Broadcast.channel(1).receiver()),
                new Subject("Watch.Sender", () -> Watch.channel(1).sender()),
                new Subject("Watch.Receiver", () -> Watch.channel(1).receiver()));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void lostHandleIsReportedWithThePlaceWhereItWasMade(Subject subject) throws Exception {
        LeakDetector.enable(leaks::add);

        assertNotNull(subject.made.get());

        LeakException leak = next(subject.name);
        assertTrue(leak.getMessage().contains("try-with-resources"), leak.getMessage());
    }

    @Test
    void placeIsThatInTheProgramNotInTheLibrary() throws Exception {
        var mutex = new Mutex();
        LeakDetector.enable(leaks::add);

        LeakyProgram.lockAndForget(mutex);

        StackTraceElement top = next("Mutex.Guard").getStackTrace()[0];
        assertEquals("com.example.LeakyProgram.lockAndForget", top.getClassName() + "." + top.getMethodName());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void closedHandleIsNotReported(Subject subject) throws Exception {
        LeakDetector.enable(leaks::add);

        collect(madeAndClosed(subject));

        assertNotReported(subject.name);
    }

    private static WeakReference<AutoCloseable> madeAndClosed(Subject subject) throws Exception {
        AutoCloseable handle = subject.made.get();
        handle.close();
        return new WeakReference<>(handle);
    }

    @Test
    void usedSenderOfAOneshotIsNotReported() {
        LeakDetector.enable(leaks::add);

        collect(usedSender());

        assertNotReported("Oneshot.Sender");
    }

    private static WeakReference<?> usedSender() {
        var sender = Oneshot.<String>channel().sender();
        sender.send("value");
        return new WeakReference<>(sender);
    }

    /** Loses another handle, and waits until that is reported. */
    private void assertNotReported(String handle) {
        boolean isGuard = handle.equals("Mutex.Guard");
        Object lost = isGuard ? new Semaphore(1).tryAcquire() : new Mutex().tryLock();
        assertNotNull(lost);
        lost = null;
        String other = isGuard ? "Semaphore.Permit" : "Mutex.Guard";
        LeakException leak;
        do {
            leak = next();
            assertNotEquals(handle, leak.handle());
        } while (!leak.handle().equals(other));
    }

    @Test
    void handleMadeWhileItWasOffIsNotReported() {
        var before = new WeakReference<>(new Semaphore(1).tryAcquire());

        LeakDetector.enable(leaks::add);
        collect(before);

        assertNotReported("Semaphore.Permit");
    }

    private LeakException next(String handle) {
        LeakException leak;
        do {
            leak = next();
        } while (!leak.handle().equals(handle));
        return leak;
    }

    private LeakException next() {
        LeakException leak = null;
        while (leak == null) {
            System.gc();
            leak = leaks.poll();
        }
        return leak;
    }

    private static void collect(WeakReference<?> reference) {
        while (reference.get() != null) {
            System.gc();
        }
    }
}
