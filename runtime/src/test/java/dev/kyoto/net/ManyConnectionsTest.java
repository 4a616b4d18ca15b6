package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.internal.driver.HandExecutor;
import java.util.ArrayList;
import java.util.List;
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
        Descriptors.awaitBackTo(before);
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
            executor.start(new EchoTasks.Echo(server));
            clients.add(executor.start(new EchoTasks.PingPong(client, ROUNDS)));
        }
        for (var client : clients) {
            assertEquals(ROUNDS, executor.finish(client));
        }
        executor.runUntil(() -> !executor.turn());
        streams.forEach(TcpStream::close);
        executor.driver().poll();
    }
}
