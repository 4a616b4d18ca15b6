package dev.kyoto.net;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.internal.scheduler.Scheduler;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Connects at once, or on the blocking pool.
 *
 * <p>A connection of the Unix domain is made within the call, or not at all, if the listener's queue is full; no event tells of
 * room in that queue. So what cannot be had without waiting is waited for by a thread. Java does not tell a full queue from
 * other failures, so whatever it was, the thread finds out. A drop closes the channel, and the JDK then wakes the thread once: if
 * that hits the moment in which it is about to enter the system's call, it sleeps there until the queue has room.
 */
final class UnixConnectFuture extends AbstractFuture<UnixStream> {
    private final UnixDomainSocketAddress address;

    /** Null before the first poll. Closed by a drop, which ends a connect that waits. */
    private @Nullable SocketChannel channel;

    /** Null unless the queue was full. */
    private @Nullable JoinHandle<SocketChannel> waiting;

    UnixConnectFuture(UnixDomainSocketAddress address) {
        this.address = address;
    }

    @Override
    protected Poll<UnixStream> step(Context cx) throws Exception {
        NioDriver driver = NioDriver.of(cx, describe());
        if (driver == null) {
            return Poll.pending();
        }
        try {
            SocketChannel connected = connect(cx);
            return connected == null ? Poll.pending() : readyWith(UnixStream.connected(driver, connected));
        } catch (IOException e) {
            close();
            throw SocketErrors.connecting(address, e);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** The channel once it is connected; null before that. */
    private @Nullable SocketChannel connect(Context cx) throws Exception {
        if (waiting == null) {
            SocketChannel impatient = open();
            if (connectsAtOnce(impatient)) {
                return impatient;
            }
            SocketChannel patient = open();
            Scheduler scheduler = Scheduler.current();
            if (scheduler == null) {
                throw new IllegalStateException("No Kyoto runtime here to wait for " + address + " on. Call this inside"
                        + " Kyoto.run(() -> …).");
            }
            waiting = scheduler.spawnBlocking(() -> {
                patient.connect(address);
                return patient;
            });
        }
        Poll<SocketChannel> poll = waiting.poll(cx);
        return poll.isReady() ? poll.value() : null;
    }

    private boolean connectsAtOnce(SocketChannel impatient) throws IOException {
        impatient.configureBlocking(false);
        try {
            if (impatient.connect(address)) {
                return true;
            }
        } catch (SocketException perhapsTheQueueIsFull) {
            // The patient attempt fails in the same way if it was something else.
        }
        impatient.close();
        return false;
    }

    private SocketChannel open() throws IOException {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel = opened;
        return opened;
    }

    private void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The system takes the descriptor back whatever it answers.
            }
        }
    }

    @Override
    protected void dropped() {
        close();
        if (waiting != null) {
            waiting.abort();
        }
    }

    @Override
    protected String describe() {
        return "UnixStream.connect(" + address + ")";
    }
}
