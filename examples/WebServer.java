import static dev.kyoto.Kyoto.*;

import dev.kyoto.futures.stream.Stream;
import dev.kyoto.http.Body;
import dev.kyoto.http.Handler;
import dev.kyoto.http.HttpException;
import dev.kyoto.http.HttpServer;
import dev.kyoto.http.Response;
import dev.kyoto.http.Router;
import dev.kyoto.net.TcpListener;
import dev.kyoto.task.CancellationToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small notebook in the web: notes are put, read and deleted, and a clock ticks for as long as one listens.
 *
 * <pre>
 * ./kyoto run examples/WebServer.java 8080
 * curl -X PUT --data 'Buy tea' http://127.0.0.1:8080/notes/today
 * curl http://127.0.0.1:8080/notes/today
 * curl -N http://127.0.0.1:8080/clock
 * </pre>
 *
 * <p>Ctrl-C stops it in good order: what was asked is answered.
 */
public class WebServer {
    static final Map<String, String> NOTES = new ConcurrentHashMap<>();

    public static void main(String[] args) {
        String port = args.length > 0 ? args[0] : "8080";
        run(() -> {
            var listener = TcpListener.bind("127.0.0.1:" + port).await();
            System.out.println(
                    "Listening at http://127.0.0.1:" + listener.localAddress().getPort());
            var stop = new CancellationToken();
            var serving = spawn(new HttpServer(routes().with(WebServer::logged)).serve(listener, stop));
            ctrlC().await();
            stop.cancel();
            serving.await();
        });
    }

    static Router routes() {
        return new Router()
                .get("/", request -> ready(Response.text("Notes: " + NOTES.keySet() + "\n")))
                .get("/notes/{name}", Handler.of(request -> {
                    String note = NOTES.get(request.pathValue("name"));
                    if (note == null) {
                        throw new HttpException(404, "There is no such note.");
                    }
                    return Response.text(note + "\n");
                }))
                .put("/notes/{name}", Handler.of(request -> {
                    String note = request.body().text().await(); // at most 2 MiB, unless one says otherwise
                    NOTES.put(request.pathValue("name"), note);
                    return Response.of(204);
                }))
                .delete("/notes/{name}", request -> {
                    NOTES.remove(request.pathValue("name"));
                    return ready(Response.of(204));
                })
                .get("/clock", request -> ready(Response.of(200).withBody(Body.of(clock()))));
    }

    /** Ticks until whoever listens leaves. */
    static Stream<ByteBuffer> clock() {
        return stream(out -> {
            while (true) {
                out.emit(StandardCharsets.UTF_8.encode(now() + "\n")).await();
                sleep(Duration.ofSeconds(1)).await();
            }
        });
    }

    /** Middleware: a handler around a handler. */
    static Handler logged(Handler next) {
        return Handler.of(request -> {
            Response response = next.handle(request).await();
            System.out.println(request + " " + response.status());
            return response;
        });
    }
}
