package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kyoto.Flavor;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.HandExecutor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that would succeed at their next poll, and are dropped before. */
class DroppedWhenReadyTest extends TcpTestCase {
    /** The event has arrived, and the task was woken but not polled again. */
    private void awaitEvent() {
        executor.park();
    }

    @Test
    void addressThatWasResolvedIsNotBound() throws Exception {
        try (var runtime = Flavor.FOUR_WORKERS.builder().build()) {
            runtime.blockOn(TcpListener.bind("localhost:0")).close(); // whatever that opens for good is open now
            int before = Descriptors.open();
            var binding = TcpListener.bind("localhost:0");
            var begun = new AtomicBoolean();
            runtime.blockOn(cx -> {
                if (begun.compareAndSet(false, true)) {
                    var bound = binding.poll(cx);
                    if (bound.isPending()) {
                        return Poll.pending();
                    }
                    bound.value().close(); // the other thread was as fast
                }
                binding.cancel();
                return Poll.ready(null);
            });

            Descriptors.awaitBackTo(before);
        }
    }

    @Test
    void connectionThatWasMadeIsClosed() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connecting = executor.start(TcpStream.connect("127.0.0.1:" + server.getLocalPort()));
            executor.turn();
            var peer = closing(server.accept());

            connecting.cancel();

            executor.driver().poll();
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void connectionForAStreamIsYieldedByTheNext() throws Exception {
        var listener = listener();
        var incoming = listener.stream(failure -> {});
        var next = executor.start(incoming.next());
        executor.turn();
        closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        awaitEvent();

        next.cancel();

        assertNotNull(closing(run(incoming.next())));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatThereIsRoomForIsNotWritten(boolean all) throws Exception {
        var connection = connection();
        ByteBuffer bytes;
        HandExecutor.Task<?> writing;
        do { // what was full may have room a moment later, as the system widens its buffers
            var filling = executor.start(connection.stream().writeAll(moreThanFits()));
            executor.runUntil(() -> !executor.turn());
            filling.cancel();
            bytes = bytes("never");
            writing = all
                    ? executor.start(connection.stream().writeAll(bytes))
                    : executor.start(connection.stream().write(bytes));
            executor.turn();
        } while (writing.isDone());
        while (!connection.stream().source().isReady(Direction.WRITE)) {
            int sent = connection.peer().getInputStream().available();
            connection.peerReceives(Math.min(sent, 1 << 16));
            executor.driver().poll();
        }

        writing.cancel();

        assertEquals(0, bytes.position());
    }
}
