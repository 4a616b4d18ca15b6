package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.tryJoin;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.net.TcpStream;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.Frame;
import dev.kyoto.redis.protocol.FrameParser;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.InputBuffer;
import dev.kyoto.redis.protocol.Limits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The task behind a {@link MiniRedisClient}: one half sends what comes through the channel, the other reads replies and
 * gives each to the request that has waited longest. Both halves are one task, so that they share the queue without a lock.
 */
final class ClientConnection {
    private static final System.Logger LOGGER = System.getLogger("dev.kyoto.redis");

    /** Requests that are sent with one write. */
    private static final int TOGETHER = 64;

    /** What to ask, and where the reply goes. */
    record Request(Bytes[] words, Oneshot.Sender<Frame> reply) {}

    private final TcpStream stream;
    private final Mpsc.Receiver<Request> requests;
    private final FrameWriter out = new FrameWriter();
    private final InputBuffer in = new InputBuffer();
    private final FrameParser parser = new FrameParser(in, Limits.DEFAULT);

    /** Those who wait for a reply, in the order in which they asked. */
    private final Queue<Oneshot.Sender<Frame>> waiting = new ArrayDeque<>();

    ClientConnection(TcpStream stream, Mpsc.Receiver<Request> requests) {
        this.stream = stream;
        this.requests = requests;
    }

    /** Serves until the client is closed and has its replies, or the connection is lost. Nobody waits for ever after that. */
    Future<@Nullable Void> run() {
        return async(() -> {
            try (stream;
                    requests) {
                tryJoin(send(), receive()).await();
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "Lost {0}: {1}", stream, e.getMessage());
            } finally {
                giveUp();
            }
        });
    }

    private Future<@Nullable Void> send() {
        return async(() -> {
            List<Request> batch = new ArrayList<>();
            while (requests.recvMany(batch, TOGETHER).await() > 0) {
                for (Request request : batch) {
                    write(request);
                }
                batch.clear();
                while (out.pending() > 0) {
                    out.sent(stream.write(out.unsent()).await());
                }
            }
            stream.shutdownOutput();
        });
    }

    private void write(Request request) {
        out.array(request.words().length);
        for (Bytes word : request.words()) {
            out.bulk(word);
        }
        waiting.add(request.reply());
    }

    private Future<@Nullable Void> receive() {
        return async(() -> {
            int bytes;
            do {
                Frame reply;
                while ((reply = parser.next()) != null) {
                    Oneshot.Sender<Frame> first = waiting.poll();
                    if (first == null) {
                        throw new IOException("The server replied to nothing: " + reply);
                    }
                    first.send(reply);
                }
                bytes = stream.read(in.room()).await();
                in.received(Math.max(bytes, 0));
            } while (bytes >= 0);
            requests.close();
            giveUp();
        });
    }

    /** Tells everybody who waits, or is about to, that there will be no reply. */
    private void giveUp() {
        waiting.forEach(Oneshot.Sender::close);
        waiting.clear();
        while (requests.len() > 0) {
            Request unsent = requests.tryRecv();
            if (unsent != null) {
                unsent.reply().close();
            }
        }
    }
}
