package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.onIf;
import static dev.kyoto.Kyoto.pin;
import static dev.kyoto.Kyoto.select;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Notify;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.net.TcpStream;
import dev.kyoto.redis.command.CommandTable;
import dev.kyoto.redis.command.PubSubCommands;
import dev.kyoto.redis.command.ServerState;
import dev.kyoto.redis.command.Session;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.ProtocolException;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.pubsub.Message;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation, from the first request to the last reply: what was read is run, what was replied is sent, then
 * the handler waits for more.
 *
 * <p>There are two ways to end it from outside. The {@link StopSignal} lets it finish what it has read. {@link #kill} drops it
 * wherever it waits, be it for a client that does not read its replies.
 */
final class Handler {
    private static final System.Logger LOGGER = System.getLogger("dev.kyoto.redis");

    /** Replies are sent when so much has piled up, although more was asked: it bounds the memory that one client takes. */
    private static final int ENOUGH_REPLIES = 64 << 10;

    private final StopSignal stop;
    private final Connection connection;
    private final FrameWriter replies;
    private final Inbox inbox;
    private final Session session;

    private final Notify killed = new Notify();
    private volatile String reason = "";

    Handler(TcpStream stream, ServerState server, ServerOptions options, StopSignal stop) {
        this.stop = stop;
        this.connection = new Connection(stream, options.limits());
        this.replies = connection.replies();
        this.inbox = new Inbox(options.subscriberQueue(), this::kill);
        this.session = new Session(server, connection.peerAddress(), connection.localAddress(), inbox, this::kill);
    }

    /** Ends the conversation at once. From any thread. */
    private void kill(String reason) {
        this.reason = reason;
        killed.notifyOne();
    }

    /** Serves the client until one side has had enough; then everything is closed, and the permit given back. */
    Future<@Nullable Void> run(Semaphore.Permit permit) {
        return async(() -> {
            try (permit;
                    connection;
                    session;
                    inbox) {
                boolean ended = select(on(killed.notified(), nothing -> false), on(converse(), nothing -> true))
                        .biased()
                        .await();
                if (!ended) {
                    LOGGER.log(Level.INFO, "Disconnected {0}: {1}", session, reason);
                }
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "Lost {0}: {1}", session, e.getMessage());
            }
        });
    }

    private Future<@Nullable Void> converse() {
        return async(() -> {
            try (var stopped = pin(stop.raised())) {
                while (answerAll().await() && more(stopped).await()) {
                    session.active();
                }
            } catch (ProtocolException e) {
                replies.error("ERR " + e.getMessage());
            }
            connection.sayGoodbye().await();
        });
    }

    /** Runs all that was read, and sends the replies together; false when the client has said goodbye. */
    private Future<Boolean> answerAll() {
        return async(() -> {
            Request request;
            while (!session.hasQuit() && (request = connection.next()) != null) {
                if (session.isSubscriber()) {
                    passOn().await(); // what was published before this request
                }
                CommandTable.all().run(request, session, replies);
                if (replies.pending() > ENOUGH_REPLIES) {
                    connection.flush().await();
                }
            }
            if (session.isSubscriber()) {
                passOn().await();
            }
            connection.flush().await();
            return !session.hasQuit();
        });
    }

    /** Writes the messages that wait. */
    private Future<@Nullable Void> passOn() {
        return async(() -> {
            Message message;
            while ((message = inbox.tryReceive()) != null) {
                write(message);
                if (replies.pending() > ENOUGH_REPLIES) {
                    connection.flush().await();
                }
            }
        });
    }

    private void write(Message message) {
        if (session.listensTo(message)) {
            PubSubCommands.write(message, replies);
        }
    }

    /** Waits for requests or a message; false when there will be no more. */
    @CancelSafe
    private Future<Boolean> more(Future<@Nullable Void> stopped) {
        return select(
                        on(stopped, nothing -> false),
                        on(connection.fill()),
                        onIf(session.isSubscriber(), inbox.receive(), message -> {
                            write(message);
                            return true;
                        }))
                .biased();
    }
}
