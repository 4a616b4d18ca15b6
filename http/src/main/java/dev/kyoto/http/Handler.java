package dev.kyoto.http;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Makes a response of a request.
 *
 * <pre>{@code
 * Handler hello = request -> ready(Response.text("Hello"));
 *
 * Handler user = Handler.of(request -> {                  // an async block
 *     var user = users.find(request.pathValue("id")).await();
 *     return Response.json(user.toJson());
 * });
 *
 * Handler logged = user.with(next -> Handler.of(request -> {
 *     var response = next.handle(request).await();
 *     log(request + " " + response.status());
 *     return response;
 * }));
 * }</pre>
 *
 * <p>What fails with an {@link HttpException} is answered with its status; any other failure with the status 500, and told to
 * {@link ServerOptions#onFailure}. When the client leaves before the response is there, the future is dropped.
 *
 * <p>The body of the request may be read until the response was sent: also by the stream that is the response's body. It is read
 * within the future of the handler, or that stream, and not by another task that outlives them.
 *
 * <p><b>Threads.</b> One handler serves all connections, on all threads of the runtime at once.
 */
@FunctionalInterface
public interface Handler {
    /**
     * What is answered to {@code request}.
     *
     * <p><b>Cancel safety.</b> That of what the handler does; a client that leaves drops the future wherever it waits.
     */
    @CancelUnsafe("what the handler has done so far, and the body of the request")
    Future<Response> handle(Request request);

    /** A handler that is an async block. */
    static Handler of(AsyncFunction<? super Request, ? extends Response> block) {
        Objects.requireNonNull(block, "block");
        return request -> CompiledBlock.start(block, request);
    }

    /** This handler within {@code middleware}, which sees what it is asked and what it answers, and may do either itself. */
    default Handler with(UnaryOperator<Handler> middleware) {
        return Objects.requireNonNull(middleware.apply(this), "middleware.apply(handler)");
    }
}
