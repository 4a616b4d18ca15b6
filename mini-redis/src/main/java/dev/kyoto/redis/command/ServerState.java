package dev.kyoto.redis.command;

import dev.kyoto.redis.pubsub.PubSub;
import dev.kyoto.redis.store.Db;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What all connections share. */
public final class ServerState {
    private final Db db;
    private final PubSub pubSub = new PubSub();
    private final LongSupplier clock;
    private final long startedAt;
    private final SortedMap<String, String> configuration;
    private final int longestValue;

    private final ConcurrentMap<Long, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong lastSessionId = new AtomicLong();
    private final LongAdder commandsProcessed = new LongAdder();

    /**
     * @param clock milliseconds since 1970
     * @param configuration what CONFIG GET answers
     * @param longestValue bytes that a value may have
     */
    public ServerState(Db db, LongSupplier clock, SortedMap<String, String> configuration, int longestValue) {
        this.db = db;
        this.clock = clock;
        this.startedAt = clock.getAsLong();
        this.configuration = configuration;
        this.longestValue = longestValue;
    }

    public Db db() {
        return db;
    }

    public PubSub pubSub() {
        return pubSub;
    }

    /** Milliseconds since 1970. */
    public long now() {
        return clock.getAsLong();
    }

    /** The sessions of the clients that are connected, by id. */
    public ConcurrentMap<Long, Session> sessions() {
        return sessions;
    }

    public long nextSessionId() {
        return lastSessionId.incrementAndGet();
    }

    long startedAt() {
        return startedAt;
    }

    SortedMap<String, String> configuration() {
        return configuration;
    }

    int longestValue() {
        return longestValue;
    }

    /** Sessions since the start. */
    long connectionsReceived() {
        return lastSessionId.get();
    }

    LongAdder commandsProcessed() {
        return commandsProcessed;
    }
}
