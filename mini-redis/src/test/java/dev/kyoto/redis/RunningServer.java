package dev.kyoto.redis;

import dev.kyoto.Runtime;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.Clock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server on a runtime and a port of its own, for one test. */
final class RunningServer implements AutoCloseable {
    private final Runtime runtime;
    private final Server server;
    private final JoinHandle<@Nullable Void> serving;

    private RunningServer(ServerOptions options, Clock clock) throws Exception {
        runtime = Runtime.builder().workers(2).clock(clock).build();
        server = runtime.blockOn(Server.bind(options.withPort(0)));
        serving = runtime.spawn(server.run());
    }

    static RunningServer start(ServerOptions options) throws Exception {
        return new RunningServer(options, Clock.system());
    }

    static RunningServer start(ServerOptions options, Clock clock) throws Exception {
        return new RunningServer(options, clock);
    }

    Runtime runtime() {
        return runtime;
    }

    Server server() {
        return server;
    }

    int port() {
        return server.address().getPort();
    }

    RawClient connect() throws IOException {
        return new RawClient(port());
    }

    /** Asks the server to stop, and returns. */
    void stop() {
        server.stop();
    }

    /** Waits until the server has come to its end. */
    void awaitEnd() throws Exception {
        runtime.blockOn(serving);
    }

    /** Drops the server where it stands. */
    void drop() {
        serving.abort();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
