import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on the loopback interface, a virtual thread for each connection; it ends with the input of this process. */
class Echo {
    static void serve() throws IOException {
        Thread.ofPlatform().start(() -> {
            while (IO.readln() != null) {}
            System.exit(0);
        });
        try (var listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress())) {
            IO.println("port=" + listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                Thread.startVirtualThread(() -> echo(socket));
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            var buffer = new byte[4_096];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
            }
        } catch (IOException clientWentAway) {
            // and with it its connection
        }
    }
}
