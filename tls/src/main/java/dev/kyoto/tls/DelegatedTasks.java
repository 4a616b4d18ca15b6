package dev.kyoto.tls;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Context;
import dev.kyoto.task.JoinHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine does not do itself, because it may take long: to sign, to look at certificates, to ask a key or trust manager,
 * which may be the program's own, reach for a smart card, or ask the network whether a certificate was revoked. A worker must not
 * be held by any of that, so it goes to the blocking pool of the runtime. The way there and back takes some microseconds, several
 * times in a handshake that takes a thousand. Without a runtime there is no pool, and it is done within the poll.
 *
 * <p><b>Keep off the engine meanwhile.</b> Java's engine holds its lock for as long as a task runs, and whoever calls it then is
 * blocked. So each side asks {@link #pollIdle} before it touches the engine. Only where the other side has begun a task just
 * after that can one still be held up, for the length of that task; which takes a renegotiation of TLS 1.2, since a handshake has
 * one side.
 *
 * <p>States: idle, running. {@link #begin} goes from the first to the second, the end of the job back; its volatile write
 * publishes what the tasks have done, and a failure.
 */
final class DelegatedTasks {
    private final SSLEngine engine;
    private final AtomicBoolean running = new AtomicBoolean();
    private final BothSides waiting = new BothSides();

    /** What was begun last; null if nothing was, or not on a pool. Written by who begins it. */
    private volatile @Nullable JoinHandle<Boolean> job;

    /** What a task threw and the engine did not keep for itself, so that it would ask for that task for ever. */
    private volatile @Nullable Throwable thrown;

    DelegatedTasks(SSLEngine engine) {
        this.engine = engine;
    }

    /** True if nothing runs. If something does, the task of {@code cx} is woken at its end: return pending. */
    boolean pollIdle(Context cx, Side side) throws SSLException {
        if (running.get()) {
            waiting.register(cx, side);
            if (running.get()) { // again: it may have ended before there was anybody to wake
                return false;
            }
        }
        Throwable failure = thrown;
        if (failure != null) {
            throw new SSLException("A task of the TLS engine failed with " + failure, failure);
        }
        return true;
    }

    /** Begins what the engine has asked for, unless the other side has done so. {@link #pollIdle} tells when it has ended. */
    void begin(Context cx) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        Runtime runtime = cx.service(Runtime.class);
        if (runtime == null) {
            run();
            return;
        }
        boolean begun = false;
        try {
            job = runtime.spawnBlocking(() -> {
                run();
                return true;
            });
            begun = true;
        } finally {
            if (!begun) {
                running.set(false);
            }
        }
    }

    /** Nobody waits for what may be running, which is interrupted: it may be waiting for a network. */
    void abandon() {
        JoinHandle<Boolean> begun = job;
        if (begun != null) {
            begun.abort();
        }
    }

    private void run() {
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (Throwable e) { // told to those who wait, in pollIdle
            thrown = e;
        } finally {
            running.set(false);
            waiting.wake();
        }
    }
}
