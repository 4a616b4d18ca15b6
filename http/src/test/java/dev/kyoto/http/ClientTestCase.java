package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.ready;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Clients of servers in memory, and of peers that follow a script. */
abstract class ClientTestCase extends HttpTestCase {
    final List<String> connected = new ArrayList<>();
    final Deque<AsyncReadWrite> connections = new ArrayDeque<>();

    final Handler echo = Handler.of(
            request -> Response.text(request + " " + request.body().text().await()));

    /** A client whose connections lead to a server in memory. */
    ClientOptions to(Handler handler) {
        return ClientOptions.DEFAULT.withConnector((host, port) -> async(() -> {
            connected.add(host + ":" + port);
            AsyncReadWrite connection = connect(handler);
            connections.add(connection);
            return connection;
        }));
    }

    /** A client whose connections are these, in this order. */
    ClientOptions to(AsyncReadWrite... peers) {
        connections.addAll(List.of(peers));
        return ClientOptions.DEFAULT.withConnector((host, port) -> {
            connected.add(host + ":" + port);
            return ready(connections.remove());
        });
    }

    static Future<String> text(HttpClient client, Request request) {
        return async(() -> {
            Response response = client.send(request).await();
            return response.status() + " " + response.body().text().await();
        });
    }

    static Future<String> get(HttpClient client, String path) {
        return text(client, Request.get("http://h" + path));
    }

    static <E extends Exception> Future<E> assertFails(Class<E> expected, Future<?> future) {
        return async(() -> {
            try {
                future.await();
            } catch (Exception e) {
                return assertThrows(expected, () -> {
                    throw e;
                });
            }
            throw new AssertionError("did not fail");
        });
    }
}
