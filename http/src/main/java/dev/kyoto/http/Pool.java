package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.task.CancellationToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client that have no request, and how many requests may be under way, by origin. Connections that wait for too
 * long are closed by a {@link Sweep}, a task which there is as long as there are any.
 *
 * <p>Everything is guarded by the lock of this object; connections are looked at and closed outside of it. What one task did with a
 * connection before it gave it back happens before another one takes it.
 */
final class Pool {
    /** An origin that is asked, or was asked a short while ago: who asks many is not to remember them all. */
    private static final class Peer {
        final Origin origin;
        final Semaphore permits;

        /** The one that has waited longest is the first. */
        final Deque<ClientConnection> idle = new ArrayDeque<>();

        /** Requests under way, and those that wait for a permit. */
        int requests;

        Peer(Origin origin, int permits) {
            this.origin = origin;
            this.permits = new Semaphore(permits);
        }
    }

    /** Whoever has it may have a request under way. */
    final class Place implements AutoCloseable {
        private final Peer peer;
        private final Semaphore.Permit permit;

        private Place(Peer peer, Semaphore.Permit permit) {
            this.peer = peer;
            this.permit = permit;
        }

        /** To be called once. */
        @Override
        public void close() {
            permit.close();
            leave(peer);
        }
    }

    private final int maxPerOrigin;
    private final long keepIdle;
    private final CancellationToken closed = new CancellationToken();
    private final Map<Origin, Peer> peers = new HashMap<>();

    /** Whether there is a {@link Sweep}. */
    private boolean isSwept;

    Pool(int maxPerOrigin, Duration keepIdle) {
        this.maxPerOrigin = maxPerOrigin;
        this.keepIdle = keepIdle.toNanos();
    }

    // ---- requests

    /** Waits until there may be one more request to {@code origin}. Fails with {@link IllegalStateException} if this is closed. */
    @CancelSafe
    Future<Place> enter(Origin origin) {
        return async(() -> {
            Peer peer = join(origin);
            Semaphore.Permit permit = null;
            try {
                permit = peer.permits.acquire().await();
                return new Place(peer, permit);
            } finally {
                if (permit == null) {
                    leave(peer);
                }
            }
        });
    }

    private synchronized Peer join(Origin origin) {
        if (closed.isCancelled()) {
            throw new IllegalStateException("This HttpClient is closed. Send before the end of its try block.");
        }
        Peer peer = peers.computeIfAbsent(origin, asked -> new Peer(asked, maxPerOrigin));
        peer.requests++;
        return peer;
    }

    private synchronized void leave(Peer peer) {
        peer.requests--;
        forgetIfUnused(peer);
    }

    private void forgetIfUnused(Peer peer) {
        if (peer.requests == 0 && peer.idle.isEmpty()) {
            peers.remove(peer.origin, peer);
        }
    }

    // ---- connections

    /** A connection that may be used, the one that was used last, or null; never waits. */
    @CancelSafe
    Future<@Nullable ClientConnection> take(Origin origin) {
        return new Taking(this, origin);
    }

    /** A future, because it takes a poll to see whether a server has left. */
    private static final class Taking extends AbstractFuture<@Nullable ClientConnection> {
        private final Pool pool;
        private final Origin origin;

        Taking(Pool pool, Origin origin) {
            this.pool = pool;
            this.origin = origin;
        }

        @Override
        protected Poll<@Nullable ClientConnection> step(Context cx) {
            while (true) {
                ClientConnection connection = pool.pollIdle(origin);
                if (connection == null) {
                    return readyWith(null);
                }
                if (connection.idleFor() < pool.keepIdle && connection.isUsable(cx)) {
                    return readyWith(connection);
                }
                connection.close();
            }
        }

        @Override
        protected String describe() {
            return "a connection to " + origin;
        }
    }

    private synchronized @Nullable ClientConnection pollIdle(Origin origin) {
        Peer peer = peers.get(origin);
        return peer == null ? null : peer.idle.pollLast();
    }

    /** Keeps a connection that has no request, on behalf of who still has a {@link Place}. Within a poll. */
    void put(ClientConnection connection) {
        connection.rests();
        boolean isKept;
        boolean isToBeSwept;
        synchronized (this) {
            Peer peer = peers.get(connection.origin()); // none if this was closed meanwhile
            isKept = peer != null;
            if (peer != null) {
                peer.idle.addLast(connection);
            }
            isToBeSwept = isKept && !isSwept;
            isSwept |= isToBeSwept;
        }
        if (!isKept) {
            connection.close();
        } else if (isToBeSwept) {
            spawn("connections of an HttpClient", new Sweep(this, closed.cancelled(), keepIdle));
        }
    }

    /**
     * Closes the connections that have waited for too long.
     *
     * @return for how many nanoseconds the next one may wait, or -1 if there is none, and the sweep has ended
     */
    long sweep() {
        List<ClientConnection> dropped = new ArrayList<>();
        long next = Long.MAX_VALUE;
        synchronized (this) {
            for (Iterator<Peer> all = peers.values().iterator(); all.hasNext(); ) {
                Peer peer = all.next();
                while (!peer.idle.isEmpty() && peer.idle.getFirst().idleFor() >= keepIdle) {
                    dropped.add(peer.idle.removeFirst());
                }
                if (!peer.idle.isEmpty()) {
                    next = Math.min(next, keepIdle - peer.idle.getFirst().idleFor());
                } else if (peer.requests == 0) {
                    all.remove();
                }
            }
            isSwept = next < Long.MAX_VALUE;
        }
        dropped.forEach(ClientConnection::close);
        return next < Long.MAX_VALUE ? Math.max(next, 0) : -1;
    }

    /** The sweep was dropped, with its runtime: the next connection that is kept needs another one. */
    synchronized void unswept() {
        isSwept = false;
    }

    void close() {
        closed.cancel(); // first: from now on nobody joins
        List<ClientConnection> dropped = new ArrayList<>();
        synchronized (this) {
            peers.values().forEach(peer -> dropped.addAll(peer.idle));
            peers.clear();
        }
        dropped.forEach(ClientConnection::close);
    }

    /** How many origins are remembered. */
    synchronized int origins() {
        return peers.size();
    }
}
