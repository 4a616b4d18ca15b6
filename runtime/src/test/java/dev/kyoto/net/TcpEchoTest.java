package dev.kyoto.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.internal.driver.HandExecutor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpEchoTest {
    @Test
    void whatIsWrittenAtOneEndIsReadAtTheOther() throws Exception {
        try (var executor = new HandExecutor();
                var listener = executor.run(TcpListener.bind("127.0.0.1:0"))) {
            var connecting = executor.start(TcpStream.connect(listener.localAddress()));
            try (var server = executor.run(listener.accept());
                    var client = executor.finish(connecting)) {
                executor.run(client.writeAll(UTF_8.encode("hello")));
                var buffer = ByteBuffer.allocate(16);
                int count = executor.run(server.read(buffer));
                assertEquals("hello", UTF_8.decode(buffer.flip()).toString());
                assertEquals(5, count);
                assertEquals(client.localAddress(), server.peerAddress());
            }
        }
    }
}
