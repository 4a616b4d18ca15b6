package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection, from its first byte to the last one of its response. As a future it yields the response when its head is
 * there; then it is the source of the response's body, and gives the connection back when that was read to its end.
 *
 * <p>The request is sent while the response is read: a server may begin to answer before it has all of the request.
 */
final class ClientExchange extends AbstractFuture<Response> implements IncomingBody.Message, Body.Source {
    private final ClientConnection connection;
    private final Request request;
    private final ClientOptions options;
    private final Pool pool;
    private final Pool.Place place;
    private final Input input;
    private final HeadScanner scanner;

    /** Null when all is sent, or will not be. */
    private @Nullable Future<@Nullable Void> sending;

    /** Why the request could not be sent to its end: no reason not to read what the server has to say to that. */
    private @Nullable IOException unsent;

    private Content content;
    private boolean keepsAlive;
    private boolean isBegun;
    private boolean isOpened;
    private boolean isFinished;

    ClientExchange(ClientConnection connection, Request request, ClientOptions options, Pool pool, Pool.Place place) {
        this.connection = connection;
        this.request = request;
        this.options = options;
        this.pool = pool;
        this.place = place;
        this.input = connection.input();
        this.scanner = HeadScanner.ofFields(options.maxHead());
        this.content = Content.untilClosed(input);
    }

    // ---- the future

    @Override
    protected Poll<Response> step(Context cx) throws Exception {
        try {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            if (!isBegun) {
                isBegun = true;
                sending = sendAll();
            }
            pollSending(cx);
            Response response = pollResponse(cx);
            if (response == null) {
                cx.refund();
                return Poll.pending();
            }
            return readyWith(response);
        } catch (Throwable failure) {
            finish(false);
            throw failure;
        }
    }

    private @Nullable Response pollResponse(Context cx) throws IOException {
        try {
            ResponseHead head = pollHead(cx);
            return head == null ? null : begin(head);
        } catch (HttpException malformed) {
            throw malformed(malformed);
        }
    }

    private ProtocolException malformed(HttpException reason) {
        return new ProtocolException("The response to " + request + " is malformed: " + reason.getMessage());
    }

    private Future<@Nullable Void> sendAll() {
        Output output = connection.output();
        Body body = request.body();
        RequestWriter.put(request, output);
        if (BodyWriter.putSmall(body, output)) {
            return output.flush();
        }
        return BodyWriter.send(body, body.length() < 0, output, next -> new Attending<>(null, output, next))
                .andThen(sent -> output.flush());
    }

    private void pollSending(Context cx) throws Exception {
        Future<@Nullable Void> unfinished = sending;
        if (unfinished == null) {
            return;
        }
        try {
            if (unfinished.poll(cx).isPending()) {
                return;
            }
        } catch (BodyException e) {
            sending = null;
            throw e.failure();
        } catch (IOException e) {
            unsent = e;
        }
        sending = null;
    }

    private @Nullable ResponseHead pollHead(Context cx) throws IOException {
        while (true) {
            ByteBuffer arrived = input.arrived(cx);
            if (arrived.remaining() > scanner.scanned()) {
                int length = scanner.scan(arrived);
                if (length >= 0) {
                    ResponseHead head = head(arrived, length);
                    if (!head.isInterim()) {
                        return head;
                    }
                    continue;
                }
            }
            if (sending == null && !input.isTimed()) {
                input.within(options.silenceTimeout());
            }
            if (!isFilled(cx)) {
                return null;
            }
        }
    }

    private ResponseHead head(ByteBuffer arrived, int length) throws HttpException {
        scanner.reset();
        ResponseHead head = new HeadParser(input.take(arrived, length), options.maxHeaders()).response();
        if (head.status() == 101) {
            throw new HttpException(501, "the server changes to another protocol, which nobody has asked it to");
        }
        return head;
    }

    private boolean isFilled(Context cx) throws IOException {
        int before = input.buffered();
        boolean wasKept = before == 0 && connection.wasUsed();
        try {
            if (input.pollFill(cx, before + 1).isPending()) {
                return false;
            }
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException(
                    "The server did not answer " + request + " within " + options.silenceTimeout() + ".");
        } catch (IOException e) {
            throw wasKept ? new StaleException(e) : e;
        }
        if (input.buffered() == before) {
            IOException reason = unsent;
            if (wasKept) {
                throw new StaleException("The server closed the connection instead of answering " + request + ".");
            }
            throw reason != null
                    ? reason
                    : new EOFException("The server closed the connection before it had answered " + request + ".");
        }
        return true;
    }

    private Response begin(ResponseHead head) throws HttpException {
        input.whenever();
        keepsAlive = head.keepsAlive() && !request.headers().lists("Connection", "close");
        if (request.method().equals("HEAD") || Status.isWithoutBody(head.status())) {
            content = Content.ofLength(input, 0);
        } else if (Framing.isChunked(head.headers(), head.minorVersion())) {
            content = Content.chunked(input, options.maxHead(), options.maxHeaders());
        } else if (head.headers().contains("Content-Length")) {
            content = Content.ofLength(input, Framing.contentLength(head.headers()));
        } else {
            keepsAlive = false;
        }
        if (content.isAtEnd()) {
            finish(true);
            return Response.received(head, Body.empty());
        }
        return Response.received(head, Body.from(this, content.left(), options.maxBody()));
    }

    @Override
    protected void dropped() {
        finish(false);
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<?> unfinished = sending;
        return unfinished == null ? List.of() : List.of(unfinished);
    }

    @Override
    protected String describe() {
        return request.toString();
    }

    // ---- the body of the response

    @Override
    public Stream<ByteBuffer> open(long limit) {
        if (isOpened) {
            throw Body.readTwice();
        }
        isOpened = true;
        return new IncomingBody(this, limit);
    }

    @Override
    public void drop() {
        if (!isOpened) {
            isOpened = true;
            finish(false);
        }
    }

    @Override
    public long left() {
        return content.left();
    }

    @Override
    public Poll<ByteBuffer> pollShow(Context cx) throws IOException {
        pollSendingMeanwhile(cx);
        if (!input.isTimed()) {
            input.within(options.silenceTimeout());
        }
        try {
            Poll<ByteBuffer> poll = content.pollShow(cx);
            if (poll.isReady()) {
                input.whenever();
            }
            return poll;
        } catch (HttpException malformed) {
            throw malformed(malformed);
        }
    }

    private void pollSendingMeanwhile(Context cx) throws IOException {
        try {
            pollSending(cx);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The body of " + request + " failed.", e);
        }
    }

    @Override
    public void take(int count) {
        content.take(count);
    }

    @Override
    public IOException tooLarge(long limit) {
        return Limited.tooLarge(limit);
    }

    @Override
    public void released() {
        finish(content.isAtEnd());
    }

    /**
     * The connection is given back, or closed: unless both the request and the response came to their end, nobody could tell where the
     * next response begins.
     */
    private void finish(boolean isAtEnd) {
        if (isFinished) {
            return;
        }
        isFinished = true;
        input.whenever();
        Future<@Nullable Void> unfinished = sending;
        boolean isReusable = isAtEnd && keepsAlive && unfinished == null && unsent == null && input.buffered() == 0;
        if (unfinished != null) {
            unfinished.cancel();
            sending = null;
        }
        try {
            if (isReusable) {
                pool.put(connection);
            } else {
                connection.close();
            }
        } finally {
            place.close(); // last: whoever waits for it finds the connection
        }
    }
}
