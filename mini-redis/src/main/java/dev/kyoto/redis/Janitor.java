package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleepUntil;
import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Notify;
import dev.kyoto.redis.command.ServerState;
import dev.kyoto.redis.command.Session;
import dev.kyoto.redis.store.Db;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens because time passes: keys end, and clients that say nothing are disconnected. */
final class Janitor {
    /** Keys freed before others get the lock, and their turn. */
    private static final int KEYS_AT_A_TIME = 1000;

    private final ServerState server;
    private final Duration idleTimeout;
    private final Notify earlierDeadline;

    /**
     * A janitor, idle until one of its futures is polled.
     *
     * @param earlierDeadline notified when the next key ends earlier than was known
     */
    Janitor(ServerState server, Duration idleTimeout, Notify earlierDeadline) {
        this.server = server;
        this.idleTimeout = idleTimeout;
        this.earlierDeadline = earlierDeadline;
    }

    /** Frees keys when they end, until it is dropped. One task sleeps for all keys, until the earliest deadline. */
    Future<@Nullable Void> purgeKeys() {
        return async(() -> {
            Db db = server.db();
            while (true) {
                while (db.purge(KEYS_AT_A_TIME) > 0) {
                    yieldNow().await();
                }
                long next = db.nextDeadline();
                Future<@Nullable Void> due =
                        next == Db.NO_DEADLINE ? pending() : sleepUntil(Instant.ofEpochMilli(next));
                select(due, earlierDeadline.notified()).await();
            }
        });
    }

    /** Disconnects clients that have been idle for too long, until it is dropped. Subscribers may be silent. */
    Future<@Nullable Void> disconnectIdle() {
        return async(() -> {
            long timeout = idleTimeout.toMillis();
            while (true) {
                long now = server.now();
                long next = now + timeout; // nobody who comes later can be idle before
                for (Session session : server.sessions().values()) {
                    long due = session.lastActiveAt() + timeout;
                    if (session.mayBeSilent()) {
                        continue;
                    }
                    if (due <= now) {
                        session.kill("it has been idle for " + idleTimeout.toSeconds() + " s");
                    } else {
                        next = Math.min(next, due);
                    }
                }
                sleepUntil(Instant.ofEpochMilli(next)).await();
            }
        });
    }
}
