package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.CancellationToken;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the next request of a connection: its head, or null if there will be none, because the client has left, or was idle for
 * too long, or the server stops. Responses that wait to be sent are sent before this waits: so those to requests that came
 * together leave together.
 */
final class NextHead extends AbstractFuture<@Nullable RequestHead> {
    /** How many empty lines a client may send before a request: RFC 9112 asks for one to be forgiven. */
    private static final int FORGIVEN = 1;

    private final Input input;
    private final Output output;
    private final HeadScanner scanner;
    private final ServerOptions options;
    private final CancellationToken stop;
    private final Future<@Nullable Void> stopped;
    private int emptyLines;
    private boolean isTimed;
    private boolean hasBegun;

    /** @param stopped waits for {@code stop}, and is the connection's, because it waits more often than once */
    NextHead(
            Input input,
            Output output,
            HeadScanner scanner,
            ServerOptions options,
            CancellationToken stop,
            Future<@Nullable Void> stopped) {
        this.input = input;
        this.output = output;
        this.scanner = scanner;
        this.options = options;
        this.stop = stop;
        this.stopped = stopped;
    }

    @Override
    protected Poll<@Nullable RequestHead> step(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        while (true) {
            RequestHead head = arrived(cx);
            if (head != null) {
                input.whenever();
                return readyWith(head);
            }
            boolean isIdle = input.buffered() == 0;
            if (isIdle && stop.isCancelled()) {
                return readyWith(null);
            }
            if (output.pollFlush(cx).isPending()) {
                cx.refund();
                return Poll.pending();
            }
            setTime(isIdle);
            int before = input.buffered();
            Poll<ByteBuffer> poll;
            try {
                poll = input.pollFill(cx, before + 1);
            } catch (SocketTimeoutException e) {
                if (isIdle) {
                    return readyWith(null);
                }
                throw new HttpException(
                        408, "The head of the request did not come within " + options.headTimeout() + ".");
            }
            if (poll.isPending()) {
                if (isIdle && stopped.poll(cx).isReady()) {
                    return readyWith(null);
                }
                cx.refund();
                return Poll.pending();
            }
            if (input.buffered() == before) {
                if (isIdle) {
                    return readyWith(null);
                }
                throw new LostException("The client left in the middle of a request's head.");
            }
        }
    }

    private @Nullable RequestHead arrived(Context cx) throws IOException {
        ByteBuffer arrived = input.arrived(cx);
        while (arrived.remaining() > scanner.scanned()) {
            int length = scanner.scan(arrived);
            if (length < 0) {
                return null;
            }
            boolean isEmpty = scanner.lines() == 0;
            scanner.reset();
            if (!isEmpty) {
                return new HeadParser(input.take(arrived, length), options.maxHeaders()).request();
            }
            if (++emptyLines > FORGIVEN) {
                throw new HttpException(400, "There are empty lines in place of a request.");
            }
            input.consume(length);
            arrived = input.arrived(cx);
        }
        return null;
    }

    /** For the first byte there is the idle timeout; for all after it, together, that of a head. */
    private void setTime(boolean isIdle) {
        if (!isTimed) {
            isTimed = true;
            hasBegun = !isIdle;
            input.within(isIdle ? options.idleTimeout() : options.headTimeout());
        } else if (!isIdle && !hasBegun) {
            hasBegun = true;
            input.within(options.headTimeout());
        }
    }

    @Override
    protected String describe() {
        return "the next request";
    }
}
