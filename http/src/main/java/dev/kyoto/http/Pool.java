package dev.kyoto.http;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client that have no request, and how many requests may be under way, by origin.
 *
 * <p>Everything is guarded by the lock of this object; connections are looked at and closed outside of it. What one task did with a
 * connection before it gave it back happens before another one takes it.
 */
final class Pool {
    private record Peer(Semaphore permits, Deque<ClientConnection> idle) {}

    private final int maxPerOrigin;
    private final Duration keepIdle;
    private final Map<Origin, Peer> peers = new HashMap<>();
    private boolean isClosed;

    Pool(int maxPerOrigin, Duration keepIdle) {
        this.maxPerOrigin = maxPerOrigin;
        this.keepIdle = keepIdle;
    }

    /**
     * Who has one may have a request under way.
     *
     * @throws IllegalStateException if this is closed
     */
    synchronized Semaphore permits(Origin origin) {
        if (isClosed) {
            throw new IllegalStateException("This HttpClient is closed. Send before the end of its try block.");
        }
        return peers.computeIfAbsent(origin, o -> new Peer(new Semaphore(maxPerOrigin), new ArrayDeque<>()))
                .permits();
    }

    /** A connection that may be used, the one that was used last, or null. Within a poll, because it looks whether the server has left. */
    @Nullable ClientConnection take(Context cx, Origin origin) {
        while (true) {
            ClientConnection connection = pollIdle(origin);
            if (connection == null) {
                return null;
            }
            if (connection.idleFor() < keepIdle.toNanos() && connection.isUsable(cx)) {
                return connection;
            }
            connection.close();
        }
    }

    private synchronized @Nullable ClientConnection pollIdle(Origin origin) {
        Peer peer = peers.get(origin);
        return peer == null ? null : peer.idle().pollLast();
    }

    /** Keeps a connection that has no request, and drops those of its origin that have had none for too long. */
    void put(ClientConnection connection) {
        connection.rests();
        List<ClientConnection> dropped = new ArrayList<>();
        synchronized (this) {
            Peer peer = peers.get(connection.origin());
            if (peer == null) {
                dropped.add(connection); // closed meanwhile
            } else {
                Deque<ClientConnection> idle = peer.idle();
                while (!idle.isEmpty() && idle.getFirst().idleFor() >= keepIdle.toNanos()) {
                    dropped.add(idle.removeFirst());
                }
                idle.addLast(connection);
            }
        }
        dropped.forEach(ClientConnection::close);
    }

    void close() {
        List<ClientConnection> dropped = new ArrayList<>();
        synchronized (this) {
            isClosed = true;
            peers.values().forEach(peer -> dropped.addAll(peer.idle()));
            peers.clear();
        }
        dropped.forEach(ClientConnection::close);
    }
}
