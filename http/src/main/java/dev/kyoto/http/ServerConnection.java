package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.failed;
import static dev.kyoto.Kyoto.pollFn;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.time.Clock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request after the other is read, handled and answered, until one side has had enough. Requests that
 * come together are handled in their order, and their responses leave together.
 */
final class ServerConnection implements AutoCloseable {
    /**
     * How long a connection is read on after the last response. One that is closed with bytes unread is reset, and the client may
     * never see what it was answered.
     */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final AsyncReadWrite stream;
    private final Handler handler;
    private final ServerOptions options;
    private final CancellationToken stop;
    private final Clock clock;
    private final @Nullable SocketAddress peer;

    private final Deadline reading;
    private final Deadline writing;
    private final Pace readingPace;
    private final Input input;
    private final Output output;
    private final HeadScanner scanner;
    private final Future<@Nullable Void> stopped;

    /** Whether the client may have more on its way that nobody will read. */
    private boolean mayBeSending;

    ServerConnection(
            AsyncReadWrite stream,
            @Nullable SocketAddress peer,
            Handler handler,
            ServerOptions options,
            CancellationToken stop,
            Clock clock) {
        this.stream = stream;
        this.handler = handler;
        this.options = options;
        this.stop = stop;
        this.clock = clock;
        this.peer = peer;
        this.reading = new Deadline(clock);
        this.writing = new Deadline(clock);
        this.readingPace = pace();
        this.input = new Input(stream, reading);
        this.output = new Output(stream, pace(), writing);
        this.scanner = HeadScanner.ofRequests(options.maxHead());
        this.stopped = stop.cancelled();
    }

    private Pace pace() {
        return new Pace(clock, options.idleTimeout(), options.minRate());
    }

    /** Serves the client until it leaves, or is told to. */
    @CancelUnsafe("the connection, which is closed")
    Future<@Nullable Void> serve() {
        return async(() -> {
            try (this) {
                converse().await();
            } catch (IOException e) {
                ServerOptions.LOGGER.log(Level.DEBUG, "Lost {0}: {1}", stream, e.getMessage());
            }
        });
    }

    private Future<@Nullable Void> converse() {
        return async(() -> {
            try {
                boolean goesOn = true;
                while (goesOn) {
                    RequestHead head = nextHead().await();
                    goesOn = head != null && answer(head).await();
                }
            } catch (HttpException refused) {
                mayBeSending = true;
                Response response = refused.response();
                ResponseWriter.put(response, RequestHead.UNREADABLE, false, clock.instant(), output);
                BodyWriter.putSmall(response.body(), output);
            }
            sayGoodbye().await();
        });
    }

    private Future<@Nullable RequestHead> nextHead() {
        return new NextHead(input, output, scanner, options, stop, stopped);
    }

    /** Answers one request; false if it was the last one. Fails with {@link HttpException} before there was a response. */
    private Future<Boolean> answer(RequestHead head) {
        return async(() -> {
            ServerExchange exchange = ServerExchange.begin(input, output, options, head, readingPace.again(), peer);
            Response response;
            try {
                response = Objects.requireNonNull(
                        attend(handle(exchange.request())).await(), "A handler's future yielded no response.");
            } catch (LostException e) {
                throw e;
            } catch (Exception e) {
                if (exchange.isLost()) {
                    throw new LostException("The client left in the middle of a request's body.");
                }
                response = responseTo(e, exchange.request());
            }
            exchange.answering();
            boolean goesOn = head.keepsAlive()
                    && exchange.canGoOn()
                    && !stop.isCancelled()
                    && !response.headers().lists("Connection", "close")
                    && !ResponseWriter.endsByClosing(response, head);
            try (Body body = response.body()) {
                ResponseWriter.put(response, head, goesOn, clock.instant(), output);
                if (!ResponseWriter.isWithoutBody(response, head) && !BodyWriter.putSmall(body, output)) {
                    sendBody(exchange, body).await();
                }
            }
            exchange.over();
            if (output.waiting() > BodyWriter.ENOUGH) {
                output.flush().await();
            }
            if (!exchange.content().isAtEnd()) {
                mayBeSending = true;
                return goesOn && skipRest(exchange).await();
            }
            return goesOn;
        });
    }

    private <T extends @Nullable Object> Future<T> attend(Future<T> future) {
        return new Attending<>(input, output, future);
    }

    private Future<Response> handle(Request request) {
        try {
            return Objects.requireNonNull(handler.handle(request), "A handler returned no future.");
        } catch (Exception e) {
            return failed(e);
        } catch (StackOverflowError | AssertionError | LinkageError e) {
            return failed(new ExecutionException(e));
        }
    }

    private Response responseTo(Exception failure, Request request) {
        if (failure instanceof HttpException refused) {
            return refused.response();
        }
        report(request, failure);
        return Response.text("The server has failed to answer this.\n").withStatus(500);
    }

    private void report(Request request, Exception failure) {
        Throwable cause = failure instanceof ExecutionException wrapped ? wrapped.getCause() : failure;
        try {
            options.onFailure().accept(request, cause == null ? failure : cause);
        } catch (RuntimeException e) {
            ServerOptions.LOGGER.log(Level.ERROR, "ServerOptions.onFailure has failed, told of " + cause, e);
        }
    }

    // ---- sending

    private Future<@Nullable Void> sendBody(ServerExchange exchange, Body body) {
        boolean isChunked = body.length() < 0 && exchange.head().minorVersion() > 0;
        return async(() -> {
            try {
                BodyWriter.send(body, isChunked, output, next -> attend(next)).await();
            } catch (BodyException e) {
                if (!exchange.isLost()) {
                    report(exchange.request(), e.failure());
                }
                // The client sees by the end of the connection that the end of the body is missing.
                throw new LostException("The body of the response came to no good end.");
            }
        });
    }

    /** Reads on behind a response up to the next request; false if there will be none. */
    private Future<Boolean> skipRest(ServerExchange exchange) {
        return async(() -> {
            output.flush().await();
            try {
                mayBeSending = !pollFn(exchange::pollSkip).await();
            } catch (HttpException malformed) {
                return false;
            }
            return !mayBeSending;
        });
    }

    private Future<@Nullable Void> sayGoodbye() {
        return async(() -> {
            output.flush().await();
            stream.shutdown().await();
            if (mayBeSending || input.buffered() > 0) {
                input.within(LINGER);
                try {
                    pollFn(input::pollDiscardAll).await();
                } catch (SocketTimeoutException e) {
                    // it had its time
                }
            }
        });
    }

    @Override
    public void close() {
        stopped.cancel();
        reading.close();
        writing.close();
        stream.close();
    }
}
