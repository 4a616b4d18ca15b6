package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.redis.command.ServerState;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in: each gets a task of its own, and a permit first. When all permits are out nobody is accepted, so that
 * further clients wait in the system's queue, where they cost this process nothing.
 */
final class Listener {
    private static final System.Logger LOGGER = System.getLogger("dev.kyoto.redis");

    private final TcpListener socket;
    private final ServerState server;
    private final ServerOptions options;
    private final StopSignal stop;
    private final Semaphore permits;

    Listener(TcpListener socket, ServerState server, ServerOptions options, StopSignal stop) {
        this.socket = socket;
        this.server = server;
        this.options = options;
        this.stop = stop;
        this.permits = new Semaphore(options.maxConnections());
    }

    /** Accepts clients until it is dropped. */
    Future<@Nullable Void> run() {
        return async(() -> {
            while (true) {
                var permit = permits.acquire().await();
                TcpStream stream = null;
                try {
                    stream = accept().await();
                } finally {
                    if (stream == null) {
                        permit.close();
                    }
                }
                spawn(new Handler(stream, server, options, stop).run(permit));
            }
        });
    }

    private Future<TcpStream> accept() {
        return async(() -> {
            while (true) {
                try {
                    return socket.accept().await();
                } catch (ClosedChannelException e) {
                    throw e;
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "A client could not be let in; trying again. {0}", e.getMessage());
                }
            }
        });
    }

    /** Waits until every client that was let in has gone. */
    Future<@Nullable Void> allGone() {
        return permits.acquire(options.maxConnections()).map(all -> {
            all.close();
            return null;
        });
    }
}
