package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.HandExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest extends TcpTestCase {
    private static final int CONNECTIONS = 500;
    private static final int ROUNDS = 10;

    @Test
    void fiveHundredConnectionsEchoAndEveryDescriptorComesBack() throws Exception {
        var listener = listener();
        // The first socket of a process opens a few descriptors that stay.
        talk(listener, 1);
        int before = Descriptors.open();
        talk(listener, CONNECTIONS);
        assertEquals(before, Descriptors.open());
    }

    private void talk(TcpListener listener, int count) throws Exception {
        List<TcpStream> streams = new ArrayList<>();
        var clients = new ArrayList<HandExecutor.Task<Integer>>();
        for (int i = 0; i < count; i++) {
            var connecting = executor.start(TcpStream.connect(listener.localAddress()));
            TcpStream server = run(listener.accept());
            TcpStream client = executor.finish(connecting);
            streams.add(server);
            streams.add(client);
            executor.start(new Echo(server));
            clients.add(executor.start(new PingPong(client)));
        }
        for (var client : clients) {
            assertEquals(ROUNDS, executor.finish(client));
        }
        executor.runUntil(() -> !executor.turn());
        streams.forEach(TcpStream::close);
        executor.driver().poll();
    }

    /** The echo loop that a block would say in three lines, as a state machine by hand. */
    private static final class Echo extends AbstractFuture<@Nullable Void> {
        private final TcpStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(64);
        private @Nullable Future<Integer> reading;
        private @Nullable Future<@Nullable Void> writing;

        Echo(TcpStream stream) {
            this.stream = stream;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws Exception {
            while (true) {
                if (writing != null) {
                    if (writing.poll(cx).isPending()) {
                        return Poll.pending();
                    }
                    writing = null;
                    buffer.clear();
                }
                if (reading == null) {
                    reading = stream.read(buffer);
                }
                Poll<Integer> count = reading.poll(cx);
                if (count.isPending()) {
                    return Poll.pending();
                }
                reading = null;
                if (count.value() < 0) {
                    return Poll.ready(null);
                }
                writing = stream.writeAll(buffer.flip());
            }
        }
    }

    private static final class PingPong extends AbstractFuture<Integer> {
        private final TcpStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(4);
        private @Nullable Future<Integer> reading;
        private int rounds;

        PingPong(TcpStream stream) {
            this.stream = stream;
        }

        @Override
        protected Poll<Integer> step(Context cx) throws Exception {
            while (rounds < ROUNDS) {
                if (reading == null) {
                    stream.tryWrite(bytes("ping"));
                    reading = stream.read(buffer.clear());
                }
                Poll<Integer> count = reading.poll(cx);
                if (count.isPending()) {
                    return Poll.pending();
                }
                assertEquals("ping", text(buffer));
                reading = null;
                rounds++;
            }
            stream.shutdownOutput();
            return readyWith(rounds);
        }
    }
}
