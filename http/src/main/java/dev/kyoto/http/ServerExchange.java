package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** One request on a connection, from its head until its response was sent; its body is read by way of this. */
final class ServerExchange implements IncomingBody.Message, Body.Source {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    /**
     * How much of a body that the handler did not read is skipped to keep the connection, which is Go's figure. A longer one takes more
     * time than a new connection.
     */
    private static final long MOST_SKIPPED = 256 << 10;

    private final Input input;
    private final Output output;
    private final RequestHead head;
    private final Content content;
    private final Request request;
    private final Pace pace;

    /** Whether the client waits for a word before it sends the body. */
    private boolean isAwaitingContinue;

    private boolean isOpened;
    private boolean isAnswering;
    private boolean isOver;

    /** Nothing further can be read: the client is gone, or too slow, or sent what is malformed. */
    private boolean isBroken;

    private boolean isLost;
    private long skipped;

    private ServerExchange(
            Input input,
            Output output,
            ServerOptions options,
            RequestHead head,
            Target target,
            Headers headers,
            long length,
            Pace pace,
            @Nullable SocketAddress peer) {
        this.input = input;
        this.pace = pace;
        this.output = output;
        this.head = head;
        this.content = length >= 0
                ? Content.ofLength(input, length)
                : Content.chunked(input, options.maxHead(), options.maxHeaders());
        this.isAwaitingContinue = length != 0 && head.expectsContinue();
        Body body = length == 0 ? Body.empty() : Body.from(this, length, options.maxBody());
        this.request = Request.received(head, target, headers, body, peer);
    }

    /** @throws HttpException if the head contradicts itself, or asks for what no handler can do */
    static ServerExchange begin(
            Input input,
            Output output,
            ServerOptions options,
            RequestHead head,
            Pace pace,
            @Nullable SocketAddress peer)
            throws HttpException {
        Target target = target(head);
        Headers headers = head.headers();
        requireHost(headers, head.minorVersion());
        if (headers.contains("Expect") && head.minorVersion() > 0 && !head.expectsContinue()) {
            throw new HttpException(417, "Of expectations only 100-continue is understood.");
        }
        long length = Framing.ofRequest(head);
        String authority = target.authority();
        if (authority != null) {
            headers = headers.with("Host", authority); // RFC 9112, 3.2.2: what the field says does not count
        }
        return new ServerExchange(input, output, options, head, target, headers, length, pace, peer);
    }

    private static Target target(RequestHead head) throws HttpException {
        if (head.method().equals("CONNECT")) {
            throw new HttpException(501, "This server is no proxy, and does not CONNECT.");
        }
        try {
            Target target = Target.parse(head.target());
            if (!target.path().equals("*") || head.method().equals("OPTIONS")) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw new HttpException(400, "The request's target is neither a path nor an address.");
    }

    private static void requireHost(Headers headers, int minorVersion) throws HttpException {
        int hosts = headers.count("Host");
        if (hosts > 1 || hosts == 0 && minorVersion > 0) {
            throw new HttpException(400, "There is " + (hosts == 0 ? "no" : "more than one") + " Host field.");
        }
        String host = headers.get("Host");
        if (host != null && !Syntax.isAuthority(host)) {
            throw new HttpException(400, "The Host field names no host.");
        }
    }

    RequestHead head() {
        return head;
    }

    Content content() {
        return content;
    }

    Request request() {
        return request;
    }

    /** The response begins: from now on there is no word to the client that it may send. */
    void answering() {
        isAnswering = true;
    }

    /** The response was sent: what is left of the body is the connection's. */
    void over() {
        isOver = true;
    }

    /** Whether the client has left, so that a failure of the handler is none. */
    boolean isLost() {
        return isLost;
    }

    /** Whether there may be a further request behind this one: none behind a body that is too much to skip. */
    boolean canGoOn() {
        return !isBroken && !isAwaitingContinue && content.left() <= MOST_SKIPPED;
    }

    /** Skips what is left of the body: true at its end, false if it is too much. Fails as reading it does. */
    Poll<Boolean> pollSkip(Context cx) throws IOException {
        while (canGoOn() && skipped <= MOST_SKIPPED) {
            if (content.isAtEnd()) {
                return Poll.ready(true);
            }
            Poll<ByteBuffer> poll = pollContent(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            int count = poll.value().remaining();
            if (count > 0) {
                content.take(count);
                skipped += count;
            }
        }
        return Poll.ready(false);
    }

    // ---- the body, as its reader sees it

    @Override
    public Stream<ByteBuffer> open(long limit) {
        if (isOpened) {
            throw Body.readTwice();
        }
        isOpened = true;
        return new IncomingBody(this, limit);
    }

    /** The connection skips what nobody reads. */
    @Override
    public void drop() {
        isOpened = true;
    }

    @Override
    public IOException noText(CharacterCodingException failure) {
        return new HttpException(400, "The body is no text in UTF-8.");
    }

    @Override
    public long left() {
        return content.left();
    }

    @Override
    public Poll<ByteBuffer> pollShow(Context cx) throws IOException {
        if (isOver) {
            throw new IllegalStateException("The body of " + request + " is read after the response was sent. Read it"
                    + " before the handler's future, or the stream that is its response, has ended.");
        }
        if (isAwaitingContinue) {
            isAwaitingContinue = false;
            if (!isAnswering && input.buffered() == 0) {
                output.put(CONTINUE);
                output.pollFlush(cx); // what does not leave now, leaves while the handler waits for the body
            }
        }
        return pollContent(cx);
    }

    private Poll<ByteBuffer> pollContent(Context cx) throws IOException {
        if (!input.isTimed()) {
            input.within(pace.waits());
        }
        try {
            Poll<ByteBuffer> poll = content.pollShow(cx);
            if (poll.isReady()) {
                input.whenever();
                pace.moved(poll.value().remaining());
            }
            return poll;
        } catch (HttpException malformed) {
            isBroken = true;
            throw malformed;
        } catch (SocketTimeoutException silent) {
            isBroken = true;
            throw new HttpException(408, "Nothing, or too little, came of the request's body for too long.");
        } catch (IOException lost) {
            isBroken = true;
            isLost = true;
            throw lost;
        }
    }

    @Override
    public void take(int count) {
        content.take(count);
    }

    @Override
    public IOException tooLarge(long limit) {
        return new HttpException(413, "The body of the request has more than the " + limit + " bytes it may have.");
    }
}
