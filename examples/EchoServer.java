import static dev.kyoto.Kyoto.*;

import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A server that sends back whatever it is sent, to any number of clients at once.
 *
 * <pre>
 * ./kyoto run examples/EchoServer.java 6380
 * nc 127.0.0.1 6380
 * </pre>
 *
 * <p>Each connection is a task. A task is a future that runs by itself, beside all others; ten thousand of them need no
 * more threads than ten.
 */
public class EchoServer {
    public static void main(String[] args) {
        String port = args.length > 0 ? args[0] : "6380";
        run(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:" + port).await()) {
                System.out.println(
                        "Listening on port " + listener.localAddress().getPort());
                while (true) {
                    var socket = listener.accept().await();
                    spawn(echo(socket));
                }
            }
        });
    }

    static Future<Void> echo(TcpStream socket) {
        return async(() -> {
            // The braces close the socket however the block ends, also when its task is dropped.
            try (socket) {
                var buffer = ByteBuffer.allocateDirect(4096);
                while (socket.read(buffer).await() >= 0) {
                    socket.writeAll(buffer.flip()).await();
                    buffer.clear();
                }
            } catch (IOException connectionLost) {
                System.out.println("A client went away: " + connectionLost.getMessage());
            }
        });
    }
}
