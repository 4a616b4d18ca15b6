package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import java.net.BindException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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
        executor.driver().park(Long.MAX_VALUE);
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
