package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.pubsub.Message;
import dev.kyoto.redis.pubsub.PubSub;
import dev.kyoto.redis.pubsub.Subscriber;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the server remembers of one client. Changed by the client's own handler only; other clients read some of it (CLIENT
 * LIST) and may ask for its end (CLIENT KILL), so what they see is volatile.
 */
public final class Session implements AutoCloseable {
    private final ServerState server;
    private final long id;
    private final String peerAddress;
    private final String localAddress;
    private final long connectedAt;
    private final Subscriber subscriber;
    private final Consumer<String> kill;

    private final Set<Bytes> channels = new LinkedHashSet<>();
    private final Set<Bytes> patterns = new LinkedHashSet<>();
    private boolean quit;

    private volatile String name = "";
    private volatile String libraryName = "";
    private volatile String libraryVersion = "";
    private volatile String lastCommand = "NULL";
    private volatile long lastActiveAt;
    private volatile int protocol = 2;
    private volatile int channelCount;
    private volatile int patternCount;

    /**
     * Registers the session with the server; {@link #close()} takes it out.
     *
     * @param subscriber where published messages go
     * @param kill ends the connection, at once, from any thread, for the reason given
     */
    public Session(
            ServerState server, String peerAddress, String localAddress, Subscriber subscriber, Consumer<String> kill) {
        this.server = server;
        this.id = server.nextSessionId();
        this.peerAddress = peerAddress;
        this.localAddress = localAddress;
        this.connectedAt = server.now();
        this.lastActiveAt = connectedAt;
        this.subscriber = subscriber;
        this.kill = kill;
        server.sessions().put(id, this);
    }

    @Override
    public void close() {
        unsubscribeAll();
        server.sessions().remove(id);
    }

    public ServerState server() {
        return server;
    }

    public long id() {
        return id;
    }

    String peerAddress() {
        return peerAddress;
    }

    String localAddress() {
        return localAddress;
    }

    long connectedAt() {
        return connectedAt;
    }

    // ---- seen by others

    String name() {
        return name;
    }

    void name(String name) {
        this.name = name;
    }

    String libraryName() {
        return libraryName;
    }

    void libraryName(String name) {
        this.libraryName = name;
    }

    String libraryVersion() {
        return libraryVersion;
    }

    void libraryVersion(String version) {
        this.libraryVersion = version;
    }

    String lastCommand() {
        return lastCommand;
    }

    void lastCommand(String command) {
        this.lastCommand = command;
    }

    /** When the client last sent something: milliseconds since 1970. */
    public long lastActiveAt() {
        return lastActiveAt;
    }

    public void active() {
        lastActiveAt = server.now();
    }

    /** The version of RESP that the client speaks. */
    int protocol() {
        return protocol;
    }

    void protocol(int version) {
        this.protocol = version;
    }

    int channelCount() {
        return channelCount;
    }

    int patternCount() {
        return patternCount;
    }

    /** Ends the connection, at once, from any thread; {@code reason} goes to the log. */
    public void kill(String reason) {
        kill.accept(reason);
    }

    // ---- the end

    /** Asks the handler to close the connection when the reply was sent. */
    void quit() {
        quit = true;
    }

    /** Whether the client has said goodbye. */
    public boolean hasQuit() {
        return quit;
    }

    // ---- subscriptions

    /** Whether the client only waits for messages, so that its silence says nothing; as seen by others. */
    public boolean mayBeSilent() {
        return channelCount + patternCount > 0;
    }

    /** Whether the client has subscribed to anything. */
    public boolean isSubscriber() {
        return !channels.isEmpty() || !patterns.isEmpty();
    }

    /** Whether the client, having subscribed in version 2 of RESP, may only subscribe and unsubscribe. */
    boolean onlyListens() {
        return protocol == 2 && isSubscriber();
    }

    /** Whether the client still listens to what brought it {@code message}. */
    public boolean listensTo(Message message) {
        Bytes pattern = message.pattern();
        return pattern == null ? channels.contains(message.channel()) : patterns.contains(pattern);
    }

    int subscriptionCount() {
        return channels.size() + patterns.size();
    }

    Set<Bytes> channels() {
        return channels;
    }

    Set<Bytes> patterns() {
        return patterns;
    }

    void subscribe(Bytes channel) {
        if (channels.add(channel)) {
            channelCount = channels.size();
            server.pubSub().subscribe(channel, subscriber);
        }
    }

    void unsubscribe(Bytes channel) {
        if (channels.remove(channel)) {
            channelCount = channels.size();
            server.pubSub().unsubscribe(channel, subscriber);
        }
    }

    void subscribePattern(Bytes pattern) {
        if (patterns.add(pattern)) {
            patternCount = patterns.size();
            server.pubSub().subscribePattern(pattern, subscriber);
        }
    }

    void unsubscribePattern(Bytes pattern) {
        if (patterns.remove(pattern)) {
            patternCount = patterns.size();
            server.pubSub().unsubscribePattern(pattern, subscriber);
        }
    }

    void unsubscribeAll() {
        PubSub pubSub = server.pubSub();
        channels.forEach(channel -> pubSub.unsubscribe(channel, subscriber));
        patterns.forEach(pattern -> pubSub.unsubscribePattern(pattern, subscriber));
        channels.clear();
        patterns.clear();
        channelCount = 0;
        patternCount = 0;
    }

    @Override
    public String toString() {
        return "client " + id + " at " + peerAddress;
    }
}
