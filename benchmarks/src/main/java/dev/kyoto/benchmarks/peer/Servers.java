package dev.kyoto.benchmarks.peer;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.Future;
import dev.kyoto.http.HttpServer;
import dev.kyoto.http.Response;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Servers on the loopback interface, which end with the input of this process. */
final class Servers {
    private Servers() {}

    static Future<@Nullable Void> http() {
        return async(() -> {
            exitAtEndOfInput();
            var listener = TcpListener.bind("127.0.0.1:0").await();
            KyotoPeer.say("port=" + listener.localAddress().getPort());
            new HttpServer(request -> ready(Response.text("Hello, World!")))
                    .serve(listener)
                    .await();
        });
    }

    static Future<@Nullable Void> echo() {
        return async(() -> {
            exitAtEndOfInput();
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                KyotoPeer.say("port=" + listener.localAddress().getPort());
                while (true) {
                    spawn(echo(listener.accept().await()));
                }
            }
        });
    }

    private static Future<@Nullable Void> echo(TcpStream socket) {
        return async(() -> {
            try (socket) {
                var buffer = ByteBuffer.allocateDirect(4_096);
                while (socket.read(buffer).await() >= 0) {
                    socket.writeAll(buffer.flip()).await();
                    buffer.clear();
                }
            } catch (IOException clientWentAway) {
                return;
            }
        });
    }

    private static void exitAtEndOfInput() {
        new Thread(() -> {
                    try {
                        System.in.transferTo(System.err);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    System.exit(0);
                })
                .start();
    }
}
