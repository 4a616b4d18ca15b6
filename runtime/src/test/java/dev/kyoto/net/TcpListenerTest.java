package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpListenerTest extends TcpTestCase {
    @Test
    void acceptWaitsForAConnection() throws Exception {
        var listener = listener();
        var accepting = executor.start(listener.accept());
        executor.turn();
        assertFalse(accepting.isDone());
        assertNull(listener.tryAccept());

        Socket peer = closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        var stream = closing(executor.finish(accepting));
        assertEquals(peer.getLocalPort(), stream.peerAddress().getPort());
        peer.getOutputStream().write('x');
        assertEquals(1, run(stream.read(ByteBuffer.allocate(8))));
    }

    @Test
    void connectionsThatWaitAreAcceptedOneByOne() throws Exception {
        var listener = listener();
        int count = 10;
        for (int i = 0; i < count; i++) {
            closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        }
        for (int i = 0; i < count; i++) {
            closing(run(listener.accept()));
        }
        assertNull(listener.tryAccept());
    }

    @Test
    void aDroppedAcceptLosesNoConnection() throws Exception {
        var listener = listener();
        var accepting = executor.start(listener.accept());
        executor.turn();
        closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        executor.park();
        accepting.cancel();

        assertNotNull(closing(run(listener.accept())));
    }

    @Test
    void aSecondTaskThatAcceptsIsToldSo() throws Exception {
        var listener = listener();
        executor.start(listener.accept());
        executor.turn();
        var second = executor.start(listener.accept());
        executor.turn();
        var failure = assertThrows(IllegalStateException.class, second::get);
        assertTrue(failure.getMessage().contains("Two futures wait for " + listener), failure.getMessage());
    }

    @Test
    void closeFailsAnAcceptThatWaits() throws Exception {
        var listener = listener();
        var accepting = executor.start(listener.accept());
        executor.turn();
        listener.close();
        listener.close();
        var failure = assertThrows(ClosedChannelException.class, () -> executor.finish(accepting));
        assertTrue(failure.getMessage().contains(listener + " was closed on this side"), failure.getMessage());
        assertThrows(ClosedChannelException.class, listener::tryAccept);
    }

    @Test
    void closeGivesThePortBackThoughItWasWatched() throws Exception {
        var listener = listener();
        var accepting = executor.start(listener.accept());
        executor.turn();
        listener.close();
        assertThrows(ClosedChannelException.class, () -> executor.finish(accepting));
        executor.driver().poll();

        closing(run(TcpListener.bind(listener.localAddress())));
    }

    @Test
    void theStreamYieldsConnectionsUntilTheListenerIsClosed() throws Exception {
        var listener = listener();
        var stream = closing(listener.stream(failure -> {}));
        int port = listener.localAddress().getPort();
        Socket first = closing(new Socket("127.0.0.1", port));
        Socket second = closing(new Socket("127.0.0.1", port));

        assertEquals(
                first.getLocalPort(), closing(run(stream.next())).peerAddress().getPort());
        assertEquals(
                second.getLocalPort(), closing(run(stream.next())).peerAddress().getPort());
        var waiting = executor.start(stream.next());
        executor.turn();
        listener.close();

        assertNull(executor.finish(waiting));
    }

    @Test
    void aClosedStreamClosesItsListener() throws Exception {
        var listener = listener();
        var stream = listener.stream(failure -> {});
        executor.start(stream.next());
        executor.turn();

        stream.close();

        assertThrows(ClosedChannelException.class, listener::tryAccept);
    }

    @Test
    void theStreamTellsOfAFailureAndGoesOn() throws Exception {
        var listener = listener();
        closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        var refusal = new IOException("no descriptor left");
        var outcomes = new ArrayDeque<Future<TcpStream>>(List.of(Futures.failed(refusal), Futures.failed(refusal)));
        List<IOException> told = new ArrayList<>();
        var stream = closing(new Incoming<>(
                listener, () -> outcomes.isEmpty() ? listener.accept() : outcomes.removeFirst(), told::add));

        assertNotNull(closing(run(stream.next())));

        assertEquals(List.of(refusal, refusal), told);
    }

    @Test
    void aPortInUseIsNamedWithTheCure() throws Exception {
        var listener = listener();
        int port = listener.localAddress().getPort();
        var failure = assertThrows(BindException.class, () -> run(TcpListener.bind("127.0.0.1:" + port)));
        assertTrue(failure.getMessage().contains("127.0.0.1:" + port), failure.getMessage());
        assertTrue(failure.getMessage().contains("0 takes any free one"), failure.getMessage());
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        // From the block that is reserved for documentation.
        var failure = assertThrows(BindException.class, () -> run(TcpListener.bind("192.0.2.1:0")));
        assertTrue(failure.getMessage().contains("192.0.2.1:0"), failure.getMessage());
    }

    @Test
    void outsideOfARuntimeTheErrorNamesTheCure() {
        var failure = assertThrows(IllegalStateException.class, () -> Futures.blockOn(TcpListener.bind("127.0.0.1:0")));
        assertTrue(failure.getMessage().contains("No Kyoto runtime here"), failure.getMessage());
        assertTrue(failure.getMessage().contains("TcpListener.bind(127.0.0.1:0)"), failure.getMessage());
    }

    @Test
    void bindingDoesNothingUntilPolled() throws Exception {
        var listener = listener();
        var binding = TcpListener.bind(listener.localAddress());
        binding.cancel();
    }
}
